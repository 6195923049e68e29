{
    "name": "SOP Planning Reports",
    "summary": "Print SOPs in the official form of PermenPAN-RB 35/2012",
    "version": "19.0.1.0.0",
    "category": "Productivity",
    "author": "SOP Planning contributors",
    "website": "https://github.com/sop-planning/sop-planning",
    "license": "LGPL-3",
    "depends": ["sop_planning"],
    "data": [
        "reports/paper_templates.xml",
        "reports/sop_template_templates.xml",
        "reports/sop_template_reports.xml",
        "views/res_config_settings_views.xml",
    ],
    "auto_install": True,
}
