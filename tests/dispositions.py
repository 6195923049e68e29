"""What the tests of dispositions share: a running process of the BKPSDM, whose head is to give a disposition."""

from .common import SopCase


class DispositionCase(SopCase):
    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.templates["rkt"]
        for name in ("kaban", "sekretaris", "kasubag", "staf", "kabid1", "pengelola"):
            setattr(cls, name, cls.person(name))
        cls.administrator = cls.person("admin-sop")
        cls.please = cls.env.ref("sop_planning.sop_disposition_phrase_tanggapan")
        cls.process = cls.start(cls.template, cls.kaban)

    @classmethod
    def send(cls, user, to, process=None, **values):
        """Send a disposition through its dialog, as a person would.

        :param to: res.users, :param values: fields of the dialog, `copies` for res.users who get a copy
        :return: the sop.disposition
        """
        process, copies = process or cls.process, values.pop("copies", to.browse())
        Dialog = cls.as_person(cls.env["sop.disposition.write"], user)
        dialog = Dialog.create({"process_id": process.id, "words": "Siapkan rapat", **values})
        dialog.write({"to_ids": to.ids, "cc_ids": copies.ids})
        dialog.action_send()
        cls.env.invalidate_all()
        return cls.env["sop.disposition"].search([("process_id", "=", process.id)], order="id desc", limit=1)

    @classmethod
    def line(cls, disposition, user):
        return disposition.recipient_ids.filtered(lambda line: line.user_id == user)

    @classmethod
    def answer(cls, user, disposition, text="Sudah dilaksanakan", kind="done", **values):
        """Report on a disposition, or return it, in its dialog."""
        Dialog = cls.as_person(cls.env["sop.disposition.answer"], user)
        line = cls.line(disposition, user)
        Dialog.create({"recipient_id": line.id, "kind": kind, "report": text, **values}).action_confirm()
        cls.env.invalidate_all()

    @classmethod
    def open_form(cls, user, disposition):
        """What the form of the process does when a person opens it."""
        cls.as_person(disposition.process_id, user).web_read({"name": {}, "my_step_text": {}})
        cls.env.invalidate_all()
