"""Papers of a run in tests: documents filed, and signatures given through their dialog as a person would."""

import base64
import hashlib
import io

from PIL import Image

from odoo.addons.sop_planning.models.engine_key import with_engine


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
    env = process.env(user=user, su=True)
    process = process.with_env(env)
    files = env["ir.attachment"]
    if content:
        values = {"name": f"{name}.pdf", "raw": content, "res_model": "sop.process", "res_id": process.id}
        files = files.create({**values, "mimetype": "application/pdf"})
    Output = with_engine(env["sop.output"])
    values = {
        **Output._place_of(process),
        "name": name,
        "place": place,
        "version": previous.version + 1 if previous else 1,
        "previous_id": previous.id if previous else False,
        "contents": [
            {"id": file.id, "name": file.name, "size": file.file_size, "sha256": hashlib.sha256(file.raw).hexdigest()}
            for file in files
        ],
    }
    output, written = Output.create(values), Output
    if previous:
        written = Output.browse(previous.id)
        written.write({"is_current": False})
    process._locked()._note_papers("paper", name, name, files.ids, outputs=output | written)
    env.invalidate_all()
    return output.with_env(previous.env if previous else process.env)


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
