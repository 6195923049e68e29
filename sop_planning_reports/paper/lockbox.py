"""Keeping a secret in the database so that the database alone does not tell it. Never imports odoo.

The key is made of words that only the server's configuration holds. Fernet (AES-128-CBC with HMAC-SHA-256) also shows
when what was kept has been changed.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST = 32


class Locked(Exception):
    """The secret of the server is missing or too short, or it is not the one that locked the box."""


def lock(secret, content):
    """Encrypt bytes; :param secret: str of the server, at least SHORTEST characters"""
    return _fernet(secret).encrypt(content)


def unlock(secret, box):
    """What `lock` was given.

    :raises Locked: the secret is another one, or the box was changed
    """
    try:
        return _fernet(secret).decrypt(box)
    except InvalidToken as refusal:
        raise Locked() from refusal


def _fernet(secret):
    if len(secret or "") < SHORTEST:
        raise Locked()
    derived = HKDF(hashes.SHA256(), length=32, salt=None, info=b"sop_planning certificate").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
