"""Whoever changes a signature, its documents or its files behind the application is seen, and what he changed."""

from odoo.addons.sop_planning.journal import facts, signed
from odoo.addons.sop_planning.models.engine_key import with_engine

from .papers import file_paper, sign
from .test_signing import SigningCase

# Another value for each fact of a signature.
LIES = {
    "kind": "stamp",
    "paraf_kind": "coordination",
    "visit": 7,
    "person": "X",
    "position": "X",
    "rank": "X",
    "nip": "X",
    "date": "2020-01-01 00:00:00",
    "tz": "UTC",
    "statement": "X",
    "confirmed_by": "pin",
    "image_sha256": "X",
    "digest": "X",
}


class IntactCase(SigningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.process = cls.at_signing("sekretaris", requirements="Nota dinas")
        cls.paper = cls.process.output_ids
        cls.other = file_paper(cls.process, cls.staf, "Lampiran", b"%PDF-1.4 lampiran")
        cls.signature = sign(cls.process, cls.sekretaris, "paraf")

    def spoil(self, table, key, **values):
        """Change a row behind the application."""
        self.env.flush_all()
        for name, value in values.items():
            query = f"UPDATE {table} SET {name} = %s WHERE id = %s"  # pylint: disable=sql-injection
            self.env.cr.execute(query, [value, key])
        self.env.invalidate_all()

    def assert_broken(self, *says, record=None):
        record = self.signature if record is None else record
        self.env.invalidate_all()
        self.assertFalse(record.is_intact)
        for words in says:
            self.assertIn(words, record.faults)

    def label(self, name):
        return self.env["sop.signature"]._fields[name]._description_string(self.env)


class TestIntact(IntactCase):
    def test_untouched(self):
        self.assertEqual(self.signature.output_ids, self.paper | self.other)
        self.assertTrue(self.signature.is_intact)
        self.assertFalse(self.signature.faults)
        self.assertEqual(self.process.output_ids.mapped("is_intact"), [True, True])
        self.assertFalse(self.process.paper_faults)

    def test_every_fact(self):
        lies = LIES | {
            "user_id": self.kaban.id,
            "official_id": self.kaban.id,
            "step_id": self.template.step_ids[0].id,
            "executor_id": self.template.executor_ids[0].id,
            "task_id": None,
            "papers": "[]",
            "process_id": self.at_signing("kasubag").id,
        }
        self.assertEqual(lies.keys() | {"id"}, set(facts.FACTS[2]["signature"]))
        for name, lie in lies.items():
            with self.subTest(fact=name), self.env.cr.savepoint() as savepoint:
                self.spoil("sop_signature", self.signature.id, **{name: lie})
                says = "The journal does not know it" if name == "process_id" else self.label(name)
                self.assert_broken(says)
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertTrue(self.signature.is_intact)

    def test_company(self):
        """The one fact of the digest that the journal's list has not."""
        self.assertEqual(set(signed.SIGNED[1]) - set(facts.FACTS[2]["signature"]), {"company_id"})
        self.spoil("sop_signature", self.signature.id, company_id=self.env.ref("base.main_company").id)
        self.assert_broken("Its digest does not fit its facts.")

    def test_fact_and_digest(self):
        """A digest made anew for changed facts is not the one the journal has sealed."""
        self.spoil("sop_signature", self.signature.id, person="X")
        row = self.signature._stored_rows()[self.signature.id]
        self.spoil("sop_signature", self.signature.id, digest=signed.digest(row.get))
        self.assert_broken(self.label("digest"), self.label("person"))

    def test_fact_digest_and_journal(self):
        """Nor does it help to change the line of the journal as well."""
        self.spoil("sop_signature", self.signature.id, person="X")
        row = self.signature._stored_rows()[self.signature.id]
        self.spoil("sop_signature", self.signature.id, digest=signed.digest(row.get))
        event = self.process.event_ids.filtered(lambda event: event.kind == "paraf")
        event_facts = event.facts
        event_facts["signatures"][0] |= {"person": "X", "digest": signed.digest(row.get)}
        with_engine(event).facts = event_facts
        self.env.flush_all()
        self.assert_broken("The line of the journal that seals it was changed.")

    def test_files(self):
        file = self.paper.file_ids
        for values, says in (
            ({"name": "lain.pdf"}, "another name"),
            ({"db_datas": b"lain", "store_fname": None}, "another content"),
            ({"store_fname": "aa/gone"}, "is gone"),
        ):
            with self.subTest(says=says), self.env.cr.savepoint() as savepoint:
                self.spoil("ir_attachment", file.id, **values)
                self.assert_broken("Nota dinas.pdf", says)
                self.assert_broken("Nota dinas.pdf", says, record=self.paper)
                self.assertIn("Nota dinas.pdf", self.process.paper_faults)
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertTrue(self.paper.is_intact)

    def test_file_on_the_disk(self):
        """The very file in the filestore."""
        path = self.env["ir.attachment"]._full_path(self.paper.file_ids.store_fname)
        with open(path, "rb") as stored:
            content = stored.read()
        try:
            with open(path, "wb") as stored:
                stored.write(b"lain")
            self.assert_broken("another content")
        finally:
            with open(path, "wb") as stored:
                stored.write(content)
        self.env.invalidate_all()
        self.assertTrue(self.signature.is_intact)

    def test_a_file_deleted(self):
        self.env.cr.execute("DELETE FROM ir_attachment WHERE id = %s", [self.paper.file_ids.id])
        self.assert_broken("is gone")

    def test_documents(self):
        Output = self.env["sop.output"]
        for name, lie in (("name", "X"), ("version", 9), ("place", "X"), ("contents", "[]")):
            with self.subTest(fact=name), self.env.cr.savepoint() as savepoint:
                self.spoil("sop_output", self.paper.id, **{name: lie})
                label = Output._fields[name]._description_string(self.env)
                self.assert_broken("is not what was signed", label)
                self.assert_broken(label, record=self.paper)
                savepoint.rollback()
            self.env.invalidate_all()
        self.spoil("sop_output", self.paper.id, state="stamped")
        self.assert_broken(Output._fields["state"]._description_string(self.env), record=self.paper)
        self.env.cr.execute("DELETE FROM sop_output WHERE id = %s", [self.paper.id])
        self.assert_broken("The document “Nota dinas” is gone.")

    def test_the_picture(self):
        image = self.env["ir.attachment"].search(
            [("res_model", "=", "sop.signature"), ("res_field", "=", "image"), ("res_id", "=", self.signature.id)]
        )
        with self.env.cr.savepoint() as savepoint:
            self.spoil("ir_attachment", image.id, db_datas=b"lain", store_fname=None)
            self.assert_broken("The picture is another one, or gone.")
            savepoint.rollback()
        self.env.cr.execute("DELETE FROM ir_attachment WHERE id = %s", [image.id])
        self.assert_broken("The picture is another one, or gone.")

    def test_a_signature_made_by_hand(self):
        """Inserted into the table, with a right digest of its own."""
        made = with_engine(self.signature).copy({"person": "X"})
        row = made._stored_rows()[made.id]
        self.spoil("sop_signature", made.id, digest=signed.digest(row.get))
        self.assert_broken("The journal does not know it.", record=made)

    def test_the_verifier_names_it(self):
        self.assertEqual(self.process._findings(), {})
        self.spoil("sop_signature", self.signature.id, position="Kepala Badan")
        found = self.process._findings()[self.process.id][0]
        event = self.process.event_ids.filtered(lambda event: event.kind == "paraf")
        self.assertEqual((found.what, found.fact, found.number), ("paper_changed", "position", event.number))
        line = self.env["sop.journal.break"].new({"name": "Nota", **found._asdict()})
        self.assertEqual(line.fact_label, self.label("position"))

    def test_seen_by_an_ordinary_user(self):
        self.spoil("ir_attachment", self.paper.file_ids.id, name="lain.pdf")
        mine = self.as_person(self.process, self.staf)
        (row,) = mine.web_read({"paper_faults": {}, "signature_ids": {"fields": {"is_intact": {}, "faults": {}}}})
        self.assertIn("another name", row["paper_faults"])
        self.assertFalse(row["signature_ids"][0]["is_intact"])
