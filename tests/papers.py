"""Documents in tests: files as a person uploads them."""

import base64

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class FilesDocuments:
    """Mixed into a `SopCase`."""

    @classmethod
    def upload(cls, user, name="rkt.pdf", content=PDF):
        """A file that `user` has uploaded in a dialog."""
        Attachment = cls.as_person(cls.env["ir.attachment"], user)
        return Attachment.create({"name": name, "raw": content, "res_model": "sop.output.file", "res_id": 0})

    @classmethod
    def file(cls, user, process, name, content=PDF, file_name="rkt.pdf", **draft):
        """File a document as `user`."""
        upload = cls.upload(user, file_name, content) if content is not None else cls.env["ir.attachment"]
        return cls.as_person(process, user)._file_output(name, upload.ids, **draft)
