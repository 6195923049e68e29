import logging
import os
from contextlib import suppress
from uuid import uuid4

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class IrAttachment(models.Model):
    """A file is in the filestore whole or not at all, and on the disk before the database says that it is there.

    Core writes it at its final place. What is cut off there, by a full disk or a server that is killed, stays, and from
    then on the same file is refused: it "collides with an existing file".
    """

    _inherit = "ir.attachment"

    @api.model
    def _file_write(self, bin_value, checksum):
        """
        :raises UserError: the file cannot be stored, because the disk is full, say
        """
        if self._storage() != "file":
            return super()._file_write(bin_value, checksum)
        fname, path = self._get_path(bin_value, checksum)
        if not os.path.exists(path):
            try:
                self._mark_for_gc(fname)  # in case the transaction aborts
                self._write_whole(bin_value, fname, path)
            except OSError as error:
                _logger.exception("cannot store %s", path)
                raise UserError(
                    self.env._(
                        "The file cannot be stored: the server's disk is full or broken. Tell the administrator."
                    )
                ) from error
        return fname

    def _write_whole(self, content, fname, path):
        # A part that stays behind in the checklist goes with the next collection of garbage, as all that lies there.
        part = f"{self._full_path('checklist')}/{fname}-{uuid4().hex}"
        try:
            with open(part, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
            _sync_folder(os.path.dirname(path))
        except OSError:
            with suppress(OSError):
                os.unlink(part)
            raise


def _sync_folder(path):
    """Have the name of a new file on the disk as well; not every system can."""
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path, os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
