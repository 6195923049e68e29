"""Pictures of signatures: always PNG, small, and nothing else in the file."""

import base64
import binascii
import hashlib

from PIL import UnidentifiedImageError

from odoo.exceptions import UserError
from odoo.tools.image import ImageProcess

WIDTH, HEIGHT = SIZE = (1200, 600)


def as_png(env, image):
    """A picture as it is kept.

    :param image: in base64
    :return: bytes of a PNG within `SIZE` pixels
    :raises UserError: it is no picture of points (a drawing of lines could carry a program)
    """
    try:
        process = ImageProcess(base64.b64decode(image))
        if not process.image:
            raise UnidentifiedImageError
        return process.resize(WIDTH, HEIGHT).image_quality(output_format="PNG")
    except (UserError, OSError, ValueError, binascii.Error) as error:
        raise UserError(env._("The picture cannot be read; use a PNG or JPEG file.")) from error


def sha256(content):
    return hashlib.sha256(content).hexdigest()
