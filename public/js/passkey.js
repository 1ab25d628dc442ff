// Keys of this device: asks it for a new one, or to open the cabinet with one, and sends its answer by the form.
(() => {
  'use strict';

  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const link of document.querySelectorAll('[data-passkey-link]')) link.hidden = false;
  const place = document.querySelector('[data-passkey]');
  if (!place) return;

  const said = document.querySelector('[data-passkey-said]');
  const form = place.querySelector('form');
  const options = JSON.parse(place.dataset.options);
  const isNew = place.dataset.passkey === 'create';
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');

  options.challenge = bytes(options.challenge);
  if (isNew) options.user.id = bytes(options.user.id);
  for (const key of options.excludeCredentials || []) key.id = bytes(key.id);

  const answerOf = ({ id, rawId, type, response }) => {
    const parts = isNew
      ? ['clientDataJSON', 'attestationObject']
      : ['clientDataJSON', 'authenticatorData', 'signature', 'userHandle'];
    const told = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
    const more = { clientExtensionResults: {}, response: Object.fromEntries(told) };
    return JSON.stringify({ id, rawId: text(rawId), type, ...more });
  };

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    said.textContent = 'Подтвердите на устройстве…';
    try {
      const asked = { publicKey: options };
      const key = await (isNew ? navigator.credentials.create(asked) : navigator.credentials.get(asked));
      form.elements.answer.value = answerOf(key);
      form.submit();
    } catch (error) {
      said.textContent =
        error.name === 'InvalidStateError'
          ? 'На этом устройстве уже есть ключ от кабинета.'
          : 'Устройство не подтвердило, что это вы. Попробуйте ещё раз.';
    }
  });
  place.hidden = false;
})();
