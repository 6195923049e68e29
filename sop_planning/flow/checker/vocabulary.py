"""Words of Indonesian office papers that the text rules rest on; all in lower case, abbreviations without their dot."""
import re


def _words(text):
    return frozenset(text.split())


# Those who hold an office or a part in an SOP. None of these words begins an activity.
TITLES = _words("""
    kepala ka kaban kadis kabid kabag kabiro karo kakanwil kasubbag kasubag kasubbid kasubid kasubdit kasi kasie kaur
    sekretaris sekda sekdis sekban sekcam sekjen sesjen sesdep sesmen sestama sesditjen setda
    deputi direktur dirjen irjen inspektur irban menteri gubernur bupati walikota wakil camat lurah asisten
    ketua anggota pimpinan atasan pejabat pegawai petugas pelaksana staf staff operator admin administrator
    pengadministrasi analis perencana auditor arsiparis bendahara ajudan resepsionis verifikator notulis koordinator
    subkoordinator pengelola pengawas penyelia pranata pustakawan rektor dekan dosen guru kpa ppk pptk ppkd pokja
    tim panitia pemohon penyedia peserta
""")

# Units of an agency: these begin names of papers too, so that only an active verb makes them a subject.
UNITS = _words("""
    bagian bidang subbag subbagian subbid subbidang seksi biro dinas badan kantor sekretariat inspektorat deputi
    direktorat unit upt uptd opd skpd instansi kementerian pemerintah forum
""")

# Before a subject without changing it.
CONNECTIVES = _words("""
    selanjutnya kemudian lalu maka dan serta para seluruh semua setiap masing plt plh pj
""")

# They open an introduction, which a comma parts from the main clause.
LEAD_INS = _words("""
    setelah sesudah sebelum apabila jika jikalau bila bilamana kalau ketika saat sejak selama berdasarkan sesuai dalam
    atas pada dengan untuk guna
""")

MODALS = _words("akan telah sudah harus wajib dapat bisa perlu untuk juga sedang")

# Passives no person can be the object of: in "kasubbag sungram koordinasi dilakukan ..." (seed 000, row 4) it is the
# coordination that is done, and the title before it is the one who does it.
PASSIVES_OF_THINGS = _words("dilakukan dilaksanakan diadakan diselenggarakan")

SMALL_WORDS = _words("""
    yang dan atau dari di ke pada untuk oleh dengan dalam atas bagi serta beserta tentang terhadap sebagai agar secara
    per telah sudah belum akan sedang masing setiap para seluruh semua lain lainnya ini itu tersebut
    awal akhir sementara baru lama final lengkap siap tanda tangan tangani
""")

# What kind of paper it is, not which one.
KINDS_OF_PAPER = _words("""
    dokumen berkas bahan data informasi draft draf konsep rancangan net hasil form formulir blanko lembar kertas surat
    naskah file arsip salinan fotokopi copy fc materi dukung pendukung kelengkapan persyaratan
""")

TRAFFIC = _words("""
    disposisi nota memo undangan arahan petunjuk instruksi perintah pengantar tembusan koordinasi konsultasi
    koreksi koreksian perbaikan revisi masukan saran catatan tanggapan persetujuan kesepakatan paraf
    terima resi bukti kuitansi kwitansi
""")

OUTSIDE = _words("""
    atk alat tulis komputer laptop pc printer scanner telepon hp internet jaringan wifi aplikasi sistem website email
    kendaraan kamera proyektor infocus lcd meja kursi ruang ruangan lemari filing rak mesin stempel cap buku agenda map
    peraturan perundang undang uu pp perpres permen perda pergub perbup perwali perka juknis juklak pedoman sop
""")

PASSIVE = re.compile(
    r"di(?!nas|gital|sposisi|rekt|reks|klat|skusi|skon|stribusi|spensasi|siplin|ploma|mensi|agram|visi|alog|nding|agno|rjen|rut|sdik|sdukcapil|shub|spora|snaker|skominfo|sperindag)[a-z]{3,}"
)
ACTIVE = re.compile(r"me(?:m|n|l|r|w|y)[a-z]{3,}")
NOT_ACTIVE = _words("""
    menteri menit melalui mengenai menurut memori memorandum mental menara merah merek mendatang merupakan menjadi
""")
ACTIVE_WITH_BER = re.compile(r"ber(?:koordinasi|konsultasi|musyawarah|diskusi|tugas|kumpul|rapat|sidang|unding)")


def is_passive_verb(word: str) -> bool:
    """"dikembalikan", "diparaf"; not "dinas"."""
    return PASSIVE.fullmatch(word) is not None


def is_active_verb(word: str) -> bool:
    """"menelaah", "berkoordinasi"; not "menteri"."""
    return word not in NOT_ACTIVE and (ACTIVE.fullmatch(word) or ACTIVE_WITH_BER.match(word)) is not None
