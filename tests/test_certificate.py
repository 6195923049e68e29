"""The certificate of an agency: signed documents are signed once more as PDF, and the key never leaves the server."""

import base64
import datetime
import io
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from unittest import mock

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from freezegun import freeze_time
from psycopg2 import IntegrityError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper, TimestampRequestError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader

from odoo.addons.sop_planning_reports.models import sop_certificate
from odoo.addons.sop_planning_reports.paper import lockbox, pades
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import mute_logger

from .printed import page_texts
from .signed_papers import PapersCase, pdf

SECRET = "rahasia peladen yang cukup panjang untuk ini"
PASSPHRASE = "sandi-sertifikat"
REPORT = "sop_planning_reports.sop_output"
NOW = datetime.datetime.now(datetime.timezone.utc)


def certificate(name, issuer=None, begins=-1, ends=365, usage=True, purpose=None):
    """A certificate made here: (key, x509.Certificate).

    :param issuer: the same of who signs it, :param begins, ends: days from now
    """
    key = rsa.generate_private_key(65537, 2048) if purpose or not issuer else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer_key, signer = issuer or (key, None)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer.subject if signer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + datetime.timedelta(days=begins))
        .not_valid_after(NOW + datetime.timedelta(days=ends))
        .add_extension(x509.BasicConstraints(ca=not issuer, path_length=None), critical=True)
        .add_extension(_usage(signing=bool(issuer) and usage, authority=not issuer), critical=True)
    )
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    return key, builder.sign(signer_key, hashes.SHA256())


def _usage(signing, authority):
    return x509.KeyUsage(
        digital_signature=signing, content_commitment=signing, key_encipherment=not signing and not authority,
        data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def p12(pair, passphrase=PASSPHRASE, chain=()):
    key, public = pair
    how = serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption()
    return serialization.pkcs12.serialize_key_and_certificates(b"sop", key, public, list(chain), how)


def pem(public):
    return public.public_bytes(serialization.Encoding.PEM)


def as_asn1(public):
    return asn1_x509.Certificate.load(public.public_bytes(serialization.Encoding.DER))


class CertificateCase(PapersCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = certificate("Akar Uji")
        cls.pair = certificate("Badan Kepegawaian (uji)", cls.root)
        cls.administrator = cls.person("admin-sop")
        cls.startClassPatcher(mock.patch.dict(os.environ, {sop_certificate.VARIABLE: SECRET}))

    def setUp(self):
        super().setUp()
        self.output_ = self.output(files=[("RKT.pdf", pdf((300, 500), (500, 300))), ("a.docx", b"PK office")])
        self.sign(self.output_, self.kaban)

    def configured(self, pair=None, passphrase=PASSPHRASE, **values):
        Certificate = self.as_person(self.env["sop.certificate"], self.administrator)
        upload = base64.b64encode(p12(pair or self.pair, passphrase, [self.root[1]]))
        return Certificate.create({"upload": upload, "passphrase": passphrase, **values})

    def printed(self, outputs=None, user=None):
        Report = self.as_person(self.env["ir.actions.report"], user or self.kasubag)
        outputs = outputs or self.output_
        return Report.with_context(force_report_rendering=True)._render_qweb_pdf(REPORT, outputs.ids)[0]

    def signatures(self, content):
        return PdfFileReader(io.BytesIO(content)).embedded_signatures

    def text(self, content):
        return " ".join(" ".join(page_texts(content)).split())

    def judge(self, content, root=None):
        (signature,) = self.signatures(content)
        trusted = ValidationContext(trust_roots=[as_asn1((root or self.root)[1])], allow_fetching=False)
        return validate_pdf_signature(signature, trusted, ts_validation_context=trusted)


class TestSigned(CertificateCase):
    def test_a_standard_validator_accepts_it(self):
        self.configured()
        content = self.printed()
        status = self.judge(content)
        self.assertTrue(status.bottom_line, status.pretty_print_details())
        self.assertEqual(status.coverage.name, "ENTIRE_FILE")
        (signature,) = self.signatures(content)
        self.assertEqual(signature.sig_object["/SubFilter"], "/ETSI.CAdES.detached")
        self.assertEqual(status.signing_cert.subject.native["common_name"], "Badan Kepegawaian (uji)")
        self.assertFalse(self.judge(content, certificate("Akar lain")).bottom_line)
        self.assertIn("tanda tangan digital dengan sertifikat atas nama Badan Kepegawaian (uji)", self.text(content))
        self.assertNotRegex(self.text(content), "(?i)bsre|balai sertifikasi")

    def test_tampering_is_seen(self):
        self.configured()
        content = self.printed()
        (signature,) = self.signatures(content)
        start, length, *_rest = signature.byte_range
        for place in (length // 3, len(content) - 30):
            changed = bytearray(content)
            changed[place] ^= 1
            with self.subTest(place=place):
                self.assert_not_accepted(bytes(changed))
        self.assertEqual(start, 0)

    def assert_not_accepted(self, content):
        try:
            accepted = self.judge(content).bottom_line
        except Exception:  # a flipped bit may as well leave no PDF to be judged
            accepted = False
        self.assertFalse(accepted)

    def test_openssl_and_poppler_agree(self):
        self.configured()
        content = self.printed()
        (signature,) = self.signatures(content)
        first, length, second, rest = signature.byte_range
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            (place / "signed").write_bytes(content[first : first + length] + content[second : second + rest])
            (place / "cms").write_bytes(bytes(signature.pkcs7_content))
            (place / "root.pem").write_bytes(pem(self.root[1]))
            (place / "a.pdf").write_bytes(content)
            self.assertTrue(shutil.which("openssl"), "the tests need openssl")
            command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "cms", "-content", "signed"]
            command += ["-CAfile", "root.pem", "-purpose", "any", "-out", "/dev/null"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            if not shutil.which("pdfsig"):
                self.skipTest("expected: this machine has no pdfsig (poppler-utils)")
            said = subprocess.run(["pdfsig", "-nocert", "a.pdf"], cwd=folder, capture_output=True, text=True).stdout
        self.assertIn("Signature is Valid", said)
        self.assertIn("Total document signed", said)
        self.assertIn("ETSI.CAdES.detached", said)

    def test_several_documents_and_pages_of_a_signed_file(self):
        original = pades.sign(pdf((300, 500)), pades.read_certificate(p12(self.pair), PASSPHRASE))
        other = self.output("Kedua", [("tte.pdf", original)])
        self.sign(other, self.kaban)
        self.configured()
        content = self.printed(self.output_ | other)
        self.assertTrue(self.judge(content).bottom_line)
        self.assertIn("memuat tanda tangan digital, periksa pada berkas asli", self.text(content))
        self.assertTrue(self.judge(self.attached(content)["tte.pdf"]).bottom_line)

    def attached(self, content):
        return {name: bytes(*kept) for name, kept in PdfReader(io.BytesIO(content)).attachments.items()}

    def test_time_stamp(self):
        key, public = certificate("Stempel Waktu", self.root, purpose=x509.ObjectIdentifier("1.3.6.1.5.5.7.3.8"))
        stamper = DummyTimeStamper(as_asn1(public), _private(key), SimpleCertificateStore())
        self.configured().sudo().timestamp_url = "https://tsa.uji.example"
        with mock.patch.object(pades, "_timestamper", lambda url: stamper if url else None):
            status = self.judge(self.printed())
        self.assertTrue(status.bottom_line)
        self.assertTrue(status.timestamp_validity.intact)
        refusal = mock.AsyncMock(**{"async_dummy_response.side_effect": TimestampRequestError("no")})
        with mock.patch.object(pades, "_timestamper", lambda url: refusal), self.assertRaisesRegex(UserError, "stamp"):
            self.printed()


def _private(key):
    plain = serialization.NoEncryption()
    return asn1_keys.PrivateKeyInfo.load(
        key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)
    )


class TestNothingIsClaimed(CertificateCase):
    def assert_unsigned(self, outputs=None):
        content = self.printed(outputs)
        self.assertEqual(self.signatures(content), [])
        self.assertNotIn("sertifikat", self.text(content))
        self.assertIn("LEMBAR PENGESAHAN", self.text(content))

    def test_without_certificate(self):
        self.assert_unsigned()

    def test_without_pyhanko(self):
        self.configured()
        with mock.patch("importlib.util.find_spec", return_value=None):
            self.assert_unsigned()
            self.assertFalse(self.env["sop.certificate"].search([]).is_available)

    def test_of_what_is_not_signed_or_not_intact(self):
        self.configured()
        draft = self.output("Konsep", [("a.pdf", pdf((300, 500)))])
        self.assert_unsigned(draft)
        self.sign(draft, self.kasubag, "paraf")
        self.assert_unsigned(draft)
        self.assert_unsigned(self.output_ | draft)
        self.env.flush_all()
        self.env.cr.execute("UPDATE sop_output SET contents = NULL WHERE id = %s", [self.output_.id])
        self.env.invalidate_all()
        self.assert_unsigned()

    def test_of_another_agency(self):
        self.configured()
        other = self.import_agency("bappeda-kalbar")
        self.env["sop.certificate"].search([]).sudo().company_id = other
        self.assert_unsigned()


class TestRefused(CertificateCase):
    def test_uploads_that_cannot_be_used(self):
        good = base64.b64encode(p12(self.pair))
        public = serialization.pkcs12.serialize_key_and_certificates(
            b"x", None, None, [self.pair[1]], serialization.NoEncryption()
        )
        cases = {
            "PKCS#12": (base64.b64encode(b"not a certificate"), PASSPHRASE),
            "“Passphrase of the file” is wrong": (good, "salah"),
            "with its private key": (base64.b64encode(public), ""),
            "not made for signing": (
                base64.b64encode(p12(certificate("X", self.root, usage=False))),
                PASSPHRASE,
            ),
            "has expired": (base64.b64encode(p12(certificate("X", self.root, -9, -2))), PASSPHRASE),
            "not valid yet": (base64.b64encode(p12(certificate("X", self.root, 2, 9))), PASSPHRASE),
        }
        Certificate = self.as_person(self.env["sop.certificate"], self.administrator).with_context(lang="en_US")
        for sentence, (upload, passphrase) in cases.items():
            with (
                self.subTest(sentence),
                self.assertRaisesRegex(UserError, re.escape(sentence)),
                self.env.cr.savepoint(),
            ):
                Certificate.create({"upload": upload, "passphrase": passphrase})
        with self.assertRaisesRegex(UserError, re.escape("PKCS#12")):
            Certificate.create({"upload": "%%% no base64", "passphrase": ""})

    def test_expired_meanwhile(self):
        stored = self.configured()
        with freeze_time(NOW + datetime.timedelta(days=400)):
            with self.assertRaisesRegex(UserError, "Sertifikat|certificate"):
                self.printed()
            self.assertTrue(stored.problem)
            stored.fallback = True
            content = self.printed()
        self.assertEqual(self.signatures(content), [])
        self.assertNotIn("sertifikat", self.text(content))

    def test_without_the_secret_of_the_server(self):
        stored = self.configured()
        for secret in ("", "pendek", SECRET + "lain"):
            with mock.patch.dict(os.environ, {sop_certificate.VARIABLE: secret}):
                with self.assertRaisesRegex(UserError, sop_certificate.VARIABLE):
                    self.printed()
                self.env.invalidate_all()
                self.assertIn(sop_certificate.VARIABLE, stored.problem)
                self.assertFalse(stored.subject)
        with mock.patch.dict(os.environ, {sop_certificate.VARIABLE: ""}), self.assertRaises(UserError):
            stored.write({"upload": base64.b64encode(p12(self.pair)), "passphrase": PASSPHRASE})

    def test_secret_of_the_configuration_file(self):
        config = {sop_certificate.OPTION: SECRET}
        with (
            mock.patch.dict(os.environ, {sop_certificate.VARIABLE: ""}),
            mock.patch.object(sop_certificate, "config", config),
        ):
            self.assertEqual(self.configured().subject, "Badan Kepegawaian (uji)")

    def test_address_of_the_time_stamps(self):
        with self.assertRaises(ValidationError):
            self.configured().sudo().timestamp_url = "file:///etc/passwd"

    def test_one_for_an_agency(self):
        self.configured()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.configured()


class TestKey(CertificateCase):
    """Key, file and passphrase are given out by no way."""

    def setUp(self):
        super().setUp()
        self.env.ref("base.group_allow_export").user_ids = [Command.link(self.administrator.id)]
        self.stored = self.configured()
        self.env.flush_all()

    def test_what_is_shown(self):
        self.assertEqual(self.stored.subject, "Badan Kepegawaian (uji)")
        self.assertEqual(self.stored.issuer, "Akar Uji")
        self.assertEqual(self.stored.fingerprint, self.pair[1].fingerprint(hashes.SHA256()).hex())
        self.assertFalse(self.stored.problem)

    def test_nothing_comes_back(self):
        names = [name for name, field in self.stored._fields.items() if name != "timestamp_url" and name != "sealed"]
        (values,) = self.stored.read(names)
        self.assertFalse(values["upload"] or values["passphrase"])
        saved = self.stored.web_save(
            {"upload": base64.b64encode(p12(self.pair)), "passphrase": PASSPHRASE}, {"upload": {}, "passphrase": {}}
        )
        self.assertFalse(saved[0]["upload"] or saved[0]["passphrase"])
        whole = repr(values) + repr(self.stored.export_data(["upload", "passphrase"])) + repr(self.stored.copy_data())
        self.assertNotIn(PASSPHRASE, whole)
        self.assertNotIn(base64.b64encode(p12(self.pair)).decode()[:40], whole)

    def test_the_kept_field_is_nobodys(self):
        root = self.env.ref("base.user_admin")
        groups = self.env.ref("sop_planning.group_sop_administrator")
        root.write({"company_ids": [Command.link(self.company.id)], "group_ids": [Command.link(groups.id)]})
        for user in (self.administrator, root):
            mine = self.as_person(self.stored, user).with_context(allowed_company_ids=self.company.ids)
            acts = {
                "read": lambda mine=mine: mine.read(["sealed"]),
                "attribute": lambda mine=mine: mine.sealed,
                "web_read": lambda mine=mine: mine.web_read({"sealed": {}}),
                "search_read": lambda mine=mine: mine.search_read([], ["sealed"]),
                "export": lambda mine=mine: mine.export_data(["sealed"]),
                "search": lambda mine=mine: mine.search(Domain("sealed", "!=", False)),
                "order": lambda mine=mine: mine.search([], order="sealed"),
                "group": lambda mine=mine: mine.read_group([], ["__count"], ["sealed"]),
                "write": lambda mine=mine: mine.write({"sealed": "x"}),
                "create": lambda mine=mine: mine.create({"sealed": "x"}),
            }
            for name, act in acts.items():
                with self.subTest(user=user.login, act=name):
                    self.assert_denied(act)
        self.assertNotIn("sealed", self.as_person(self.stored, self.administrator).fields_get())
        self.assertNotIn("sealed", self.as_person(self.stored, self.administrator).copy_data()[0])

    def assert_denied(self, act):
        try:
            with self.env.cr.savepoint():
                act()
        except (AccessError, ValueError):
            return
        self.fail("not refused")

    def test_the_database_alone_does_not_tell(self):
        self.env.cr.execute("SELECT row_to_json(c)::text FROM sop_certificate c WHERE id = %s", [self.stored.id])
        (row,) = self.env.cr.fetchone()
        self.assertNotIn(PASSPHRASE, row)
        box = bytes(self.stored.sudo().sealed)
        self.assertNotIn(p12(self.pair)[:40], box)
        with self.assertRaises(lockbox.Locked):
            lockbox.unlock("x" * 40, box)
        self.assertIn(PASSPHRASE.encode(), lockbox.unlock(SECRET, box))
        self.assertFalse(self.env["ir.attachment"].sudo().search([("res_model", "=", "sop.certificate")]))

    def test_wrong_users(self):
        other = self.import_agency("bappeda-kalbar")
        people = [
            self.person("admin-sop", other.sop_code),
            self.pengelola,
            self.kaban,
            self.env.ref("base.public_user"),
        ]
        for user in people:
            mine = self.as_person(self.stored, user)
            for act in (
                lambda mine=mine: mine.read(["subject"]),
                lambda mine=mine: mine.write({"fallback": True}),
                lambda mine=mine: mine.unlink(),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    act()
        with self.assertRaises(AccessError):
            self.as_person(self.stored, self.administrator).write({"timestamp_url": "https://x.example"})
