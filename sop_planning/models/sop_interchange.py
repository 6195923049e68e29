from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date

from ..interchange import reader
from ..interchange.file_code import is_code
from .engine_key import with_engine
from .sop_template_signing import USUAL_SIGNING
from .sop_template_step import ASKS

SOP_FORMAT = "sop-planning/sop/1"
SCHEDULES_FORMAT = "sop-planning/schedules/1"
LIST_FIELDS = ("legal_basis", "qualification", "relations", "equipment", "warning", "records")
# Interchange name -> field, for values that are written as they stand.
IDENTITY = {"name": "name", "number": "number", "revision": "revision"}
DATES = {"created": "date_created", "revised": "date_revised", "effective": "date_effective"}
SIGNER = {"position": "signer_position", "name": "signer_name", "rank": "signer_rank", "nip": "signer_nip"}
KIND = {"activity": "kind_activity", "scope": "kind_scope", "reach": "kind_reach", "detail": "kind_detail"}
PRINT = {"cover_title": "cover_title", "table_title": "table_title", "closing": "closing", "paper": "paper"}
PRINT_CHOICES = {"date_style": ("date_style", "date"), "row_number_style": ("row_number_style", "dot")}
PRINT_FLAGS = {"date_boxes": "date_boxes", "column_numbers": "column_numbers", "total": "print_total"}
SOURCE = {"document": "source_document", "remark": "source_remark"}


class SopInterchange(models.AbstractModel):
    """SOP files in and out: one path for the menu, the command line and the data that comes with the product.

    Access: officers import SOPs of their own agencies; only an administrator of the system imports agencies.
    """

    _name = "sop.interchange"
    _description = "SOP interchange"

    # Import

    @api.model
    def _import_files(self, files, effective=False):
        """Import files, all or none.

        :param files: pairs of file name and content (bytes)
        :param effective: put new SOPs in force at once
        :return: list of (file name, outcome), outcome one of created, updated, unchanged
        :raises UserError: names every faulty file, the place in it and the fault
        """
        faults, outcomes = [], []
        for name, content in files:
            try:
                document = reader.read(content)
                outcomes.append((name, self._import_document(document, effective)))
            except reader.FaultyFile as faulty:
                faults += [f"{name}: {self._fault_sentence(fault)}" for fault in faulty.faults[:20]]
            except (UserError, AccessError) as error:
                faults.append(f"{name}: {error.args[0]}")
        if faults:
            raise UserError("\n".join(faults))
        return outcomes

    @api.model
    def _check_codes(self, codes):
        """:raises ValidationError: files cannot carry one of these codes; an empty one is none"""
        for code in filter(None, codes):
            if not is_code(code):
                raise ValidationError(
                    self.env._(
                        "“%(code)s” cannot name anything in files: use lower-case letters, digits and single hyphens, "
                        "e.g. penyusunan-rkt.",
                        code=code,
                    )
                )

    def _import_document(self, document, effective):
        if document["format"] == SOP_FORMAT:
            return self._import_sop(document, effective)
        if document["format"] == SCHEDULES_FORMAT:
            return self._import_schedules(document)
        return self._import_agency(document)

    def _import_sop(self, document, effective):
        company = self._company(document["agency"])
        self.env["sop.template"].check_access("create")
        there = self._template_of(company, document["code"], document["version"])
        if there and self._document(there) == document:
            return "unchanged"
        template = self._store(document, company, there)
        if effective:
            template._make_effective(template.date_effective)
        return "updated" if there else "created"

    def _company(self, code):
        # The agency's code is no secret; which agencies a person works for is checked right after.
        company = self.env["res.company"].sudo().search([("sop_code", "=", code)])
        if not company:
            raise reader.FaultyFile([reader.Fault("agency", "unknown_agency", {"value": code})])
        if company not in self.env.user.company_ids and not self.env.su:
            raise AccessError(self.env._("You do not work for the agency “%(agency)s”.", agency=code))
        return company.sudo(False)

    def _template_of(self, company, code, version):
        return self.env["sop.template"].search(
            [("company_id", "=", company.id), ("code", "=", code), ("version", "=", version)]
        )

    def _store(self, document, company, there):
        Template = self.env["sop.template"].with_company(company)
        values = {**self._template_values(document, company), "company_id": company.id}
        if there:
            there._check_draft()
            (there.step_ids | self.env["sop.template.step"]).unlink()
            there.executor_ids.unlink()
            there.label_ids.unlink()
            there.write(values)
            template = there
        else:
            template = (
                with_engine(Template)
                .create({**values, **self._version_values(document, company)})
                .with_env(Template.env)
            )
        self._store_table(document, company, template)
        return template

    def _version_values(self, document, company):
        former = self.env["sop.template"].search(
            [("company_id", "=", company.id), ("code", "=", document["code"])], order="version desc", limit=1
        )
        replaced = former and former._in_force() or former
        return {"version": document["version"], "root_id": former.root_id.id, "previous_id": replaced.id}

    def _template_values(self, document, company):
        identity, kind = document["identity"], document.get("kind", {})
        printing, source, signer = document.get("print", {}), document.get("source", {}), identity.get("signer", {})
        values = {
            "code": document["code"],
            "department_id": self._unit(company, identity.get("unit"), "identity.unit").id,
        }
        for part, names in (
            (identity, {**IDENTITY, **DATES}),
            (signer, SIGNER),
            (kind, KIND),
            (printing, PRINT),
            (source, SOURCE),
        ):
            values.update({field: part.get(key, False) for key, field in names.items()})
        for key in ("heading", *LIST_FIELDS):
            values[key] = "\n".join(identity.get(key, ())) or False
        values.update({field: printing.get(key, usual) for key, (field, usual) in PRINT_CHOICES.items()})
        values.update({field: printing.get(key, False) for key, field in PRINT_FLAGS.items()})
        values["notify_by_message"] = document.get("notify", False)
        values["allows_delegation"] = document.get("delegation", False)
        values["label_ids"] = [
            Command.create({"key": key, "name": name}) for key, name in printing.get("labels", {}).items()
        ]
        return values

    def _store_table(self, document, company, template):
        executors = self.env["sop.template.executor"].create(
            [
                {
                    **self._executor_values(executor, company, f"executors[{index}].rule"),
                    "template_id": template.id,
                    "sequence": index,
                }
                for index, executor in enumerate(document["executors"])
            ]
        )
        by_code = {executor.code: executor for executor in executors}
        steps = self.env["sop.template.step"].create(
            [
                {
                    **self._step_values(step, by_code),
                    "micro_template_id": self._micro(company, step, f"steps[{index}].micro"),
                    "template_id": template.id,
                    "sequence": index,
                }
                for index, step in enumerate(document["steps"])
            ]
        )
        self.env["sop.template.branch"].create(
            [
                {
                    "step_id": steps[row].id,
                    "sequence": index,
                    "name": way_out["label"],
                    "target_step_id": steps[way_out["to"] - 1].id if way_out["to"] != "end" else False,
                }
                for row, step in enumerate(document["steps"])
                for index, way_out in enumerate(step.get("exits", ()))
            ]
        )

    def _executor_values(self, executor, company, place):
        rule = executor["rule"]
        values = {"code": executor["code"], "name": executor["label"], "rule": rule["type"]}
        if "unit" in rule:
            values["department_id"] = self._unit(company, rule["unit"], f"{place}.unit").id
        if "job" in rule:
            values["job_id"] = self._job(company, rule["job"], f"{place}.job").id
        for key in ("login", "recorder"):
            if key in rule:
                values["user_ids"] = [Command.set(self._people(company, [rule[key]], f"{place}.{key}").ids)]
        if "logins" in rule:
            values["user_ids"] = [Command.set(self._people(company, rule["logins"], f"{place}.logins").ids)]
        return values

    def _step_values(self, step, by_code):
        columns = [by_code[code] for code in step["executors"]]
        time = step.get("time", {})
        values = {
            "name": step["text"],
            "executor_ids": [Command.set([executor.id for executor in columns])],
            "main_executor_id": columns[0].id if columns else False,
            "joint": step.get("joint", "all"),
            "requirements": "\n".join(step.get("requirements", ())) or False,
            "outputs": "\n".join(step.get("outputs", ())) or False,
            "remark": step.get("remark", False),
            "duration": time.get("value", 0),
            "duration_unit": time.get("unit", "minute"),
            "duration_printed": time.get("printed", False),
            "executors_inferred": "executors" in step.get("inferred", ()),
            "exits_inferred": "exits" in step.get("inferred", ()),
            **{field: step.get(field, usual) for field, usual in USUAL_SIGNING.items()},
        }
        return {**values, **{f"asks_{word}": word in step.get("asks", ()) for word in ASKS}}

    def _micro(self, company, step, place):
        return self._sop(company, step["micro"], place).id if "micro" in step else False

    # What a file names

    def _unit(self, company, name, place):
        return self._named("hr.department", company, name, place, "unknown_unit")

    def _job(self, company, name, place):
        return self._named("hr.job", company, name, place, "unknown_job")

    def _named(self, model, company, name, place, code):
        if not name:
            return self.env[model]
        found = self.env[model].search([("name", "=", name), ("company_id", "=", company.id)], limit=1)
        if not found:
            raise reader.FaultyFile([reader.Fault(place, code, {"value": name})])
        return found

    def _people(self, company, logins, place):
        found = self.env["res.users"].search([("login", "in", logins), ("company_ids", "in", company.ids)])
        for login in logins:
            if login not in found.mapped("login"):
                raise reader.FaultyFile([reader.Fault(place, "unknown_person", {"value": login})])
        return found

    # Export

    @api.model
    def _export(self, template):
        """The interchange file of one version.

        :return: bytes
        """
        template.check_access("read")
        codes = [template.code, *(micro.code for micro in template.sudo().step_ids.micro_template_id)]
        if not all(codes) or not template.company_id.sudo().sop_code:
            raise UserError(
                self.env._(
                    "“%(sop)s” cannot be exported: give it and the SOPs it calls a file code, and its agency an SOP "
                    "agency code.",
                    sop=template.display_name,
                )
            )
        return reader.write(self._document(template))

    def _document(self, template):
        # Everything a reader of the SOP may see on its paper; users and jobs are named, not opened.
        template = template.sudo()
        document = {
            "format": SOP_FORMAT,
            "agency": template.company_id.sop_code,
            "code": template.code,
            "version": template.version,
            "identity": self._identity_of(template),
            "kind": self._filled({key: template[field] for key, field in KIND.items()}),
            "print": self._print_of(template),
            "executors": [self._executor_of(executor) for executor in template.executor_ids],
            "steps": [self._step_of(step) for step in template.step_ids],
            "notify": template.notify_by_message,
            "delegation": template.allows_delegation,
            "source": self._filled({key: template[field] for key, field in SOURCE.items()}),
        }
        return self._filled(document)

    def _filled(self, values):
        return {key: value for key, value in values.items() if value not in (False, None, "", [], {})}

    def _lines(self, text):
        return (text or "").split("\n") if text else []

    def _identity_of(self, template):
        return self._filled(
            {
                "name": template.name,
                "number": template.number,
                "heading": self._lines(template.heading),
                "unit": template.department_id.name,
                "created": Date.to_string(template.date_created),
                "revised": Date.to_string(template.date_revised),
                "revision": template.revision,
                "effective": Date.to_string(template.date_effective),
                "signer": self._filled({key: template[field] for key, field in SIGNER.items()}),
                **{key: self._lines(template[key]) for key in LIST_FIELDS},
            }
        )

    def _print_of(self, template):
        labels = {label.key: label.name for label in template.label_ids}
        order = [key for key, _usual in template.label_ids._fields["key"].selection]
        choices = {key: template[field] for key, (field, usual) in PRINT_CHOICES.items() if template[field] != usual}
        flags = {key: template[field] for key, field in PRINT_FLAGS.items()}
        return self._filled(
            {
                "labels": {key: labels[key] for key in order if key in labels},
                **{key: template[field] for key, field in PRINT.items()},
                "date_style": choices.get("date_style"),
                "date_boxes": flags["date_boxes"],
                "row_number_style": choices.get("row_number_style"),
                "column_numbers": flags["column_numbers"],
                "total": flags["total"],
            }
        )

    def _executor_of(self, executor):
        logins = executor.user_ids.mapped("login")
        rule = {
            "type": executor.rule,
            "job": executor.job_id.name if executor.rule == "job" else False,
            "unit": executor.department_id.name if executor.rule in ("job", "head") else False,
            "login": logins[0] if executor.rule == "person" else False,
            "logins": logins if executor.rule == "team" else False,
            "recorder": logins[0] if executor.rule == "outside" else False,
        }
        return {"code": executor._file_code(), "label": executor.name, "rule": self._filled(rule)}

    def _step_of(self, step):
        columns = step.main_executor_id | step.executor_ids
        time = {"value": step.duration, "unit": step.duration_unit, "printed": step.duration_printed}
        inferred = [word for word in ("executors", "exits") if step[f"{word}_inferred"]]
        return {
            "text": step.name,
            "executors": [executor._file_code() for executor in columns],
            **self._filled(
                {
                    "joint": step.joint if step.joint != "all" else False,
                    "requirements": self._lines(step.requirements),
                    "time": self._filled(time) if step.duration else False,
                    "outputs": self._lines(step.outputs),
                    "remark": step.remark,
                    "micro": step.micro_template_id.code or step.micro_template_id.name,
                    "asks": step._asks(),
                    **{field: step[field] for field, usual in USUAL_SIGNING.items() if step[field] != usual},
                    "exits": [self._exit_of(branch) for branch in step.branch_ids],
                    "inferred": inferred,
                }
            ),
        }

    def _exit_of(self, branch):
        return {"label": branch.name, "to": branch.target_step_id.number if branch.target_step_id else "end"}

    # Words

    def _fault_sentence(self, fault):
        """A fault of a file in words, with its place."""
        sentence = self._fault_sentences()[fault.code] % fault.facts
        return f"{fault.place}: {sentence}" if fault.place else sentence

    def _fault_sentences(self):
        return {
            "too_large": self.env._("the file is larger than %(limit)s MB."),
            "too_deep": self.env._("the file is nested too deeply."),
            "not_text": self.env._("the file is not text in UTF-8 (byte %(position)s)."),
            "not_json": self.env._("the file is not JSON (line %(line)s, column %(column)s)."),
            "unknown_format": self.env._(
                "this is not an SOP file; “format” must be sop-planning/sop/1, sop-planning/agency/1 or "
                "sop-planning/schedules/1."
            ),
            "missing": self.env._("“%(value)s” is missing."),
            "unknown_key": self.env._("there is no such entry: %(value)s."),
            "not_allowed": self.env._("“%(value)s” is not allowed; use one of: %(allowed)s."),
            "wrong_type": self.env._("“%(value)s” is not of the right kind (%(limit)s)."),
            "wrong_value": self.env._("“%(value)s” is not a valid value."),
            "too_small": self.env._("%(value)s is below %(limit)s."),
            "too_big": self.env._("%(value)s is above %(limit)s."),
            "too_long": self.env._("the text is longer than %(limit)s characters."),
            "too_many": self.env._("there are more than %(limit)s entries."),
            "empty": self.env._("there is nothing in it."),
            "twice": self.env._("“%(value)s” stands there twice."),
            "markup": self.env._("texts are plain, without markup: “%(value)s”."),
            "unknown_executor": self.env._("the file has no executor “%(value)s”."),
            "unknown_step": self.env._("there is no step %(value)s."),
            "leads_to_itself": self.env._("the exit leads back to its own step %(value)s."),
            "unknown_agency": self.env._("there is no agency with the code “%(value)s”."),
            "unknown_sop": self.env._("the agency has no SOP with the file code “%(value)s”; import that SOP first."),
            "bad_placeholder": self.env._("“%(value)s” is not a placeholder; there are: %(known)s."),
            "unknown_unit": self.env._("the agency has no unit “%(value)s”."),
            "unknown_job": self.env._("the agency has no job “%(value)s”."),
            "unknown_person": self.env._("the agency has nobody with the login “%(value)s”."),
        }
