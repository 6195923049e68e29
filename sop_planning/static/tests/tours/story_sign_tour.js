import { at, confirm, field, press, story } from "./stories";

function signed(action, password) {
    return [
        press(action),
        { content: "His own picture is there", trigger: ".modal .sop_signature_image:visible img" },
        { trigger: field("secret", "input"), run: `edit ${password}` },
        confirm("action_sign"),
    ];
}

// His password is his login, as in all of Odoo's tests.
const PASSWORD = "kaban@bkpsdm-selayar.example";

story(
    "sign",
    signed("action_paraf", "bukan ini"),
    { content: "A wrong password signs nothing", trigger: ".modal .modal-body, .o_notification_content" },
    { trigger: ".modal:not(.o_inactive_modal) .modal-footer .btn-primary", run: "click" },
    { trigger: field("secret", "input"), run: `edit ${PASSWORD}` },
    confirm("action_sign"),
    { trigger: ".modal button[name=action_finish]" },
    confirm("action_finish"),
    at(3),
    signed("action_signature", PASSWORD),
    { trigger: ".modal button[name=action_finish]" },
    confirm("action_finish"),
    at(4),
    press("action_paraf"),
    confirm("action_refuse"),
    { content: "It goes back with a reason", trigger: field("reason", "textarea"), run: "edit Lampiran belum lengkap" },
    confirm("action_confirm"),
    at(3)
);
