"""Papers of a run in tests: documents filed, and signatures given through their dialog as a person would; or written
as the engine writes them (`stored`), where it does not matter what the step asks for."""

import base64
import hashlib
import io

from PIL import Image

from odoo.addons.sop_planning.models.engine_key import with_engine

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def picture(colour="navy", size=(300, 100), kind="PNG"):
    """A picture in base64."""
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, kind)
    return base64.b64encode(stream.getvalue())


def file_paper(process, user, name="Dokumen", content=b"%PDF-1.4 isi", previous=None, place=False):
    """File a document in a run as `user`, in the step where it stands.

    :param previous: sop.output it corrects
    :return: sop.output
    """
    Process = process.with_env(process.env(user=user, su=True))  # whether he may is tested elsewhere
    files = Process.env["ir.attachment"]
    if content:
        files = files.create({"name": f"{name}.pdf", "raw": content, "res_model": "sop.output.file", "res_id": 0})
    output = Process._file_output(previous.name if previous else name, files.ids, place=place or "")
    Process.env.invalidate_all()
    return output.with_env((previous or process).env)


def signing(process, user, kind, **values):
    """The dialog as it opens for `user`; with `values` he fills in more."""
    context = {"lang": user.lang, "tz": user.tz, "allowed_company_ids": process.company_id.ids}
    Dialog = process.env(user=user, su=False, context=context)["sop.signature.write"]
    given = {"process_id": process.id, "kind": kind, **values}
    if kind != "stamp":
        given.setdefault("image", picture())
    dialog = Dialog.create(given)
    dialog.env.flush_all()  # as the person; a savepoint flushes as whoever opened the transaction
    return dialog


def sign(process, user, kind, secret=None, **values):
    """Initial, sign or stamp through the dialog.

    :return: the sop.signature
    """
    dialog = signing(process, user, kind, **values)
    dialog.with_context(sop_secret=secret).action_sign()
    process.env.invalidate_all()
    return process.env["sop.signature"].search([("process_id", "=", process.id)], order="id desc", limit=1)


def stored(user, process, model, **values):
    """A row about papers of a run, written for `user` as the engine does; `values` win."""
    process = with_engine(process.with_user(user).sudo())
    Paper = with_engine(process.env[model])
    return Paper.create({**Paper._place_of(process, process.env["sop.task"]), **values})


def stored_output(user, process, name, files=(), **values):
    """A document of a run.

    :param files: pairs of name and bytes
    """
    attachments = process.env["ir.attachment"].create(
        [{"name": title, "raw": raw, "res_model": "sop.process", "res_id": process.id} for title, raw in files]
    )
    contents = [
        {"id": file.id, "name": title, "size": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
        for file, (title, raw) in zip(attachments, files)
    ]
    return stored(user, process, "sop.output", **{"name": name, "contents": contents, **values})


def stored_signature(user, process, outputs, kind="signature", image=None, **values):
    """A paraf, signature or stamp on documents of a run; by default one whose digest does not fit."""
    facts = {
        "kind": kind,
        "tz": "Asia/Makassar",
        "statement": "Saya menyetujui dokumen ini.",
        "confirmed_by": "none",
        "image": image,
        "papers": outputs._papers(),
        "digest": hashlib.sha256(f"{outputs.ids} {user.id} {kind}".encode()).hexdigest(),
    }
    return stored(user, process, "sop.signature", **{**facts, **values})


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
