// The file stays on the reader's device: its SHA-256 is taken here, and only that is asked for. Where a browser cannot
// (an address without https), the form sends the file as any form does.
const form = document.querySelector("form.file");
if (form && window.crypto && window.crypto.subtle) {
    const input = form.querySelector("input[type=file]");
    form.querySelector(".sent").hidden = true;
    form.querySelector(".unsent").hidden = false;
    form.addEventListener("submit", async (event) => {
        const file = input.files[0];
        if (!file || file.size > Number(input.dataset.largest)) {
            return; // the server says what is wrong
        }
        event.preventDefault();
        const digest = await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer());
        const address = new URL(form.action);
        address.searchParams.set("lang", form.elements.lang.value);
        address.searchParams.set("digest", Array.from(new Uint8Array(digest), hexadecimal).join(""));
        window.location.assign(address);
    });
}
if (form) {
    const input = form.querySelector("input[type=file]");
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
        form.addEventListener(name, (event) => {
            event.preventDefault();
            form.classList.toggle("over", name === "dragenter" || name === "dragover");
        });
    }
    form.addEventListener("drop", (event) => {
        input.files = event.dataTransfer.files;
        form.requestSubmit();
    });
}

function hexadecimal(byte) {
    return byte.toString(16).padStart(2, "0");
}
