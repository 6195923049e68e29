"""Opening a process is reading what it asks: the mark that stops a call back."""

from .common import SopCase

FORM = {"name": {}, "my_step_text": {}}


class TestReading(SopCase):
    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls.person("kaban")
        cls.process = cls.start(cls.templates["rkt"], cls.person("pengelola"))

    def test_the_form_marks_the_open_task_of_its_reader_once(self):
        task = self.process.task_ids
        self.as_person(self.process, self.person("pengelola")).web_read(FORM)
        self.assertFalse(task.date_read, "somebody else's look is not his")
        self.as_person(self.process, self.head).web_read(FORM)
        first = task.date_read
        self.assertTrue(first)
        self.as_person(self.process, self.head).web_read(FORM)
        self.assertEqual(task.date_read, first)

    def test_a_line_in_a_list_is_not_opened(self):
        self.as_person(self.process, self.head).web_read({"name": {}})
        self.assertFalse(self.process.task_ids.date_read)
