"""Signing a finished PDF with a certificate (PAdES B-B, with a time stamp B-T: ETSI EN 319 142-1). Never imports odoo.

pyHanko does it and is optional; certificates are looked at without it.
"""

import importlib.util
import io
from datetime import datetime, timezone
from typing import NamedTuple

from asn1crypto.pkcs12 import Pfx
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID

NO_FILE, PASSPHRASE, NO_KEY, USAGE = "no_file", "passphrase", "no_key", "usage"
NOT_YET, EXPIRED, TIMESTAMP, FAILED = "not_yet", "expired", "timestamp", "failed"
FIELD = "SOP"
# More than any PKCS#12 file of one key and its chain has.
MOST = 256 * 1024


class CertificateFault(Exception):
    """A certificate cannot be used; `reason` is one of the words above."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Certificate(NamedTuple):
    """What a PKCS#12 file holds; times are UTC, naive."""

    content: bytes
    passphrase: str
    subject: str
    issuer: str
    valid_from: datetime
    valid_until: datetime
    fingerprint: str

    def check(self, now):
        """:raises CertificateFault: it is not valid yet, or no longer; :param now: datetime, UTC, naive"""
        if now < self.valid_from:
            raise CertificateFault(NOT_YET)
        if now > self.valid_until:
            raise CertificateFault(EXPIRED)


def is_available():
    """Whether PDFs can be signed here: pyHanko is installed."""
    return importlib.util.find_spec("pyhanko") is not None


def read_certificate(content, passphrase):
    """The certificate of a PKCS#12 file.

    :param content: bytes of the file, :param passphrase: str, '' for none
    :return: Certificate
    :raises CertificateFault: it is no such file, the passphrase is wrong, or nothing can be signed with it
    """
    if len(content) > MOST or not _is_pkcs12(content):
        raise CertificateFault(NO_FILE)
    try:
        key, certificate, _chain = pkcs12.load_key_and_certificates(content, passphrase.encode() or None)
    except ValueError as refusal:
        raise CertificateFault(PASSPHRASE) from refusal
    if not key or not certificate:
        raise CertificateFault(NO_KEY)
    if not _is_for_signing(certificate):
        raise CertificateFault(USAGE)
    return Certificate(
        content,
        passphrase,
        _common_name(certificate.subject),
        _common_name(certificate.issuer),
        _naive(certificate.not_valid_before_utc),
        _naive(certificate.not_valid_after_utc),
        certificate.fingerprint(hashes.SHA256()).hex(),
    )


def _is_pkcs12(content):
    try:
        return Pfx.load(content)["version"].native == "v3"
    except (ValueError, TypeError):
        return False


def _is_for_signing(certificate):
    """Readers of PDF accept signatures of certificates for content commitment or digital signature (RFC 5280)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.content_commitment or usage.digital_signature


def _common_name(name):
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return found[0].value if found else name.rfc4514_string()


def _naive(when):
    return when.astimezone(timezone.utc).replace(tzinfo=None)


def sign(content, certificate, timestamp_url=""):
    """The PDF with a signature over all of it; nothing is drawn on its pages.

    :param content: bytes of a PDF, :param certificate: Certificate
    :param timestamp_url: of a time stamping authority (RFC 3161), '' for none
    :return: bytes
    :raises CertificateFault: the authority did not answer, or signing failed
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.timestamps import TimestampRequestError

    facts = PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    try:
        signed = PdfSigner(facts, _signer(certificate), timestamper=_timestamper(timestamp_url)).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
        )
    except (TimestampRequestError, OSError) as refusal:
        raise CertificateFault(TIMESTAMP) from refusal
    except Exception as refusal:  # whatever pyHanko or the key refuses, the print is to end with a sentence
        raise CertificateFault(FAILED) from refusal
    return signed.getvalue()


def _signer(certificate):
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate as Asn1Certificate
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key, public, chain = pkcs12.load_key_and_certificates(certificate.content, certificate.passphrase.encode() or None)
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore.from_certs(
        [Asn1Certificate.load(each.public_bytes(Encoding.DER)) for each in (public, *chain)]
    )
    return SimpleSigner(
        signing_cert=Asn1Certificate.load(public.public_bytes(Encoding.DER)),
        signing_key=PrivateKeyInfo.load(plain),
        cert_registry=store,
    )


def _timestamper(url):
    from pyhanko.sign.timestamps import HTTPTimeStamper

    return HTTPTimeStamper(url, timeout=10) if url else None
