import { registry } from "@web/core/registry";
import { SignatureDialog } from "@web/core/signature/signature_dialog";
import { SignatureField, signatureField } from "@web/views/fields/signature/signature_field";

/** Core's dialog claims what drawing makes of a picture in law; here the statement beside it says what is agreed to. */
class SopSignatureDialog extends SignatureDialog {
    static template = "sop_planning.SignatureDialog";
}

/** A paraf or signature: drawn to begin with; it can be loaded or written out as well. */
export class SopSignatureField extends SignatureField {
    setup() {
        super.setup();
        const dialogs = this.dialogService;
        this.dialogService = {
            add: (_dialog, props) => {
                Object.assign(props.nameAndSignatureProps, { mode: "draw" });
                return dialogs.add(SopSignatureDialog, props);
            },
        };
    }
}

registry.category("fields").add("sop_signature", { ...signatureField, component: SopSignatureField });
