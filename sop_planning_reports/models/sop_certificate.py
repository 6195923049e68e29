import base64
import binascii
import json
import logging
import os

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import NO_ACCESS
from odoo.tools import config

from ..paper import pades
from ..paper.lockbox import SHORTEST, Locked, lock, unlock

_logger = logging.getLogger(__name__)
# The secret that the keys are encrypted with: of the server's environment, or an option of its configuration file.
VARIABLE, OPTION = "SOP_CERTIFICATE_SECRET", "sop_certificate_secret"
LOCKED = "locked"


def open_certificate(record):
    """The certificate of a sop.certificate, with its key, valid now. No method of the model: whatever a client or a
    server action may call on a record, it does not get the key.

    :param record: sop.certificate as superuser
    :return: paper.pades.Certificate
    :raises CertificateFault: it cannot be opened, or is not valid now
    """
    certificate = _unsealed(record)
    certificate.check(fields.Datetime.now())
    return certificate


def _unsealed(record):
    try:
        kept = json.loads(unlock(_secret(), record.sealed or b""))
    except Locked as refusal:
        raise pades.CertificateFault(LOCKED) from refusal
    return pades.read_certificate(base64.b64decode(kept["content"]), kept["passphrase"])


def _secret():
    return os.environ.get(VARIABLE) or config.get(OPTION) or ""


class SopCertificate(models.Model):
    """The certificate of an agency, with which its signed documents are signed once more as PDF (PAdES).

    Access: SOP administrators of the agency say which it is and see whose it is and until when; its key leaves the
    server by no way. File and passphrase are kept encrypted with a secret that only the server's configuration has, so
    neither a reader of the database nor one of its backup has the key; without that secret none is taken.
    """

    _name = "sop.certificate"
    _description = "Certificate for signed documents"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", string="Agency", required=True, ondelete="cascade", default=lambda self: self.env.company
    )
    sealed = fields.Binary(attachment=False, copy=False, groups=NO_ACCESS)
    upload = fields.Binary(
        string="Certificate file",
        compute="_compute_upload",
        inverse="_inverse_upload",
        exportable=False,
        help="With its private key: a file of the kind PKCS#12, with the ending .p12 or .pfx.",
    )
    passphrase = fields.Char(
        string="Passphrase of the file", compute="_compute_upload", inverse="_inverse_upload", exportable=False
    )
    timestamp_url = fields.Char(
        string="Time stamping authority",
        copy=False,
        groups="base.group_system",
        help="Address of a service (RFC 3161) that confirms when it was signed; empty for none.",
    )
    fallback = fields.Boolean(
        string="Print without it when it cannot be used",
        help="Otherwise printing signed documents is refused, e.g. when the certificate has expired.",
    )
    subject = fields.Char(string="Issued to", compute="_compute_subject", compute_sudo=True)
    issuer = fields.Char(string="Issued by", compute="_compute_subject", compute_sudo=True)
    valid_from = fields.Datetime(compute="_compute_subject", compute_sudo=True)
    valid_until = fields.Datetime(compute="_compute_subject", compute_sudo=True)
    fingerprint = fields.Char(string="Fingerprint (SHA-256)", compute="_compute_subject", compute_sudo=True)
    problem = fields.Char(compute="_compute_subject", compute_sudo=True)
    is_available = fields.Boolean(compute="_compute_is_available")

    _one_per_agency = models.UniqueIndex("(company_id)", "An agency has one certificate.")

    @api.constrains("timestamp_url")
    def _check_timestamp_url(self):
        for certificate in self.sudo():  # the field is not for everyone who may save the record
            if certificate.timestamp_url and not certificate.timestamp_url.startswith(("https://", "http://")):
                raise ValidationError(self.env._("The address of a time stamping authority begins with https://"))

    def _compute_upload(self):
        # What was uploaded is not given back.
        self.upload = self.passphrase = False

    @api.depends("sealed")
    def _compute_subject(self):
        for record in self:
            values, problem = {}, False
            try:
                certificate = _unsealed(record)
                values = {name: getattr(certificate, name) for name in ("subject", "issuer", "fingerprint")}
                values |= {"valid_from": certificate.valid_from, "valid_until": certificate.valid_until}
                certificate.check(fields.Datetime.now())
            except pades.CertificateFault as fault:
                problem = record.sealed and record._sentence(fault.reason)
            for name in ("subject", "issuer", "fingerprint", "valid_from", "valid_until"):
                record[name] = values.get(name, False)
            record.problem = problem

    def _compute_is_available(self):
        self.is_available = pades.is_available()

    def _inverse_upload(self):
        """Take the file, if it can be used now, and forget how it came."""
        for record in self:
            if record.upload:
                # Nobody may write what is sealed; whoever may write the record may say which certificate it is.
                record.sudo().sealed = record._sealed_upload(record.upload, record.passphrase or "")
        self.invalidate_recordset(["upload", "passphrase"], flush=False)

    def _sealed_upload(self, upload, passphrase):
        try:
            content = base64.b64decode(upload, validate=True)
            pades.read_certificate(content, passphrase).check(fields.Datetime.now())
            kept = {"content": base64.b64encode(content).decode(), "passphrase": passphrase}
            return lock(_secret(), json.dumps(kept).encode())
        except binascii.Error as refusal:
            raise UserError(self._sentence(pades.NO_FILE)) from refusal
        except pades.CertificateFault as fault:
            raise UserError(self._sentence(fault.reason)) from fault
        except Locked as refusal:
            raise UserError(self._sentence(LOCKED)) from refusal

    def _sentence(self, reason):
        """What people are told of a reason why a certificate cannot be used."""
        # As superuser, for who prints has no right to the certificate.
        agency = self.sudo().company_id.name
        return {
            pades.NO_FILE: lambda: self.env._("The certificate file is not of the kind PKCS#12 (.p12, .pfx)."),
            pades.PASSPHRASE: lambda: self.env._(
                "The certificate file cannot be opened: the setting “Passphrase of the file” is wrong."
            ),
            pades.NO_KEY: lambda: self.env._("The certificate file holds no certificate with its private key."),
            pades.USAGE: lambda: self.env._("This certificate is not made for signing."),
            pades.NOT_YET: lambda: self.env._(
                "The certificate for signed documents of %(agency)s is not valid yet. An SOP administrator changes it "
                "in the settings, under “Certificate for signed documents”.",
                agency=agency,
            ),
            pades.EXPIRED: lambda: self.env._(
                "The certificate for signed documents of %(agency)s has expired. An SOP administrator changes it in "
                "the settings, under “Certificate for signed documents”.",
                agency=agency,
            ),
            pades.TIMESTAMP: lambda: self.env._(
                "The time stamping authority of %(agency)s did not answer (settings, “Certificate for signed "
                "documents”).",
                agency=agency,
            ),
            pades.FAILED: lambda: self.env._(
                "The certificate for signed documents of %(agency)s could not be used to sign (settings, “Certificate "
                "for signed documents”).",
                agency=agency,
            ),
            LOCKED: lambda: self.env._(
                "The key of a certificate is kept encrypted with a secret of the server, which is missing or another "
                "one. Set %(variable)s in the server's environment, or %(option)s in its configuration file, to at "
                "least %(length)s random characters, then upload the certificate again.",
                variable=VARIABLE,
                option=OPTION,
                length=SHORTEST,
            ),
        }[reason]()
