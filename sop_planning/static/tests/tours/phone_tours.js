import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sop_phone_finish", {
    steps: () => [
        { content: "My work, on a telephone", trigger: ".o_sop_part_tasks .o_sop_do", run: "click" },
        { trigger: ".modal .o_field_widget[name=feedback] textarea", run: "edit Selesai dari telepon" },
        { trigger: ".modal button[name=action_finish]", run: "click" },
        { content: "Nothing waits any more", trigger: "body:not(:has(.modal)) .o_sop_part_tasks:not(:has(.o_sop_do))" },
    ],
});

registry.category("web_tour.tours").add("sop_phone_sign", {
    steps: () => [
        { trigger: ".o_sop_part_tasks .o_sop_title", run: "click" },
        { content: "The process asks for a paraf", trigger: "button[name=action_paraf]", run: "click" },
        { trigger: ".modal .sop_signature_image:visible .o_signature, .modal .sop_signature_image:visible img", run: "click" },
        { content: "Its picture, by name", trigger: ".modal .o_web_sign_auto_button, .modal .o_web_sign_name_group", run: "click" },
        { trigger: ".modal .btn-primary:contains(Use this picture):not([disabled])", run: "click" },
        { trigger: ".modal button[name=action_sign]", run: "click" },
        { content: "It is initialled", trigger: ".modal button[name=action_finish]" },
    ],
});
