def post_init_hook(env):
    """The official paper is Indonesian whatever the reader's language, so the language is always there."""
    language = env["res.lang"].with_context(active_test=False).search([("code", "=", "id_ID")])
    env["base.language.install"].create({"lang_ids": language.ids, "overwrite": False}).lang_install()
    # That takes the terms of installed modules only, and this one is not called installed before its hook is done.
    env["ir.module.module"]._get("sop_planning")._update_translations(language.code)
