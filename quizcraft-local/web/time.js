import { h } from './dom.js';

/**
 * Waits. Rejects with an `AbortError` when the signal is aborted.
 *
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', abort, { once: true });
  });
}

/**
 * Waits for the first event of a kind. Rejects with an `AbortError` when the signal is aborted.
 *
 * @param {EventTarget} target
 * @param {string} name
 * @param {AbortSignal} signal
 * @returns {Promise<Event>}
 */
export function once(target, name, signal) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    target.addEventListener(name, resolve, { once: true, signal });
  });
}

/**
 * Returns a text that counts seconds while it is in the document, up or down to zero. Screen readers skip it: they would
 * read every second.
 *
 * @param {number} from
 * @param {1 | -1} step
 */
export function ticking(from, step) {
  const started = performance.now();
  const element = h('span', { 'aria-hidden': 'true', class: 'ticking' });
  const show = () => {
    const seconds = Math.max(0, from + step * Math.floor((performance.now() - started) / 1000));
    element.textContent = duration(seconds);
  };
  const timer = setInterval(() => (element.isConnected ? show() : clearInterval(timer)), 500);
  show();
  return element;
}

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 120) return `${seconds} s`;
  return `${Math.ceil(seconds / 60)} min`;
}
