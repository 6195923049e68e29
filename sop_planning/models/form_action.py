def form_action(record):
    """The client action that opens a record's form, in place of what is shown now."""
    return {
        "type": "ir.actions.act_window",
        "res_model": record._name,
        "res_id": record.id,
        "views": [(False, "form")],
        "target": "current",
    }
