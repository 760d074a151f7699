/**
 * A plugin for reveal.js. It loads Gradscape from `gradscape/gradscape.js` beside this file (or from `gradscape.script` of
 * the deck's configuration), gives each lab the rest of its slide, plays those with `autoplay` while their slide is shown,
 * and keeps the keys pressed in a lab from the deck. In the print view it loads nothing, so that posters are printed.
 */
(() => {
  /** Room for the arrows of the deck, in its own pixels. */
  const CONTROLS = 40;
  const own = document.currentScript?.src ?? document.baseURI;

  /** @param {Event} event */
  const isInLab = (event) =>
    event.composedPath().some((node) => /** @type {Element} */ (node).localName === 'gradscape-lab');

  /** @param {Element | null | undefined} slide */
  const labs = (slide) => [...(slide?.querySelectorAll('gradscape-lab') ?? [])];

  /** The lab takes what is left of the slide below it. */
  function fit(deck, lab) {
    const { height } = deck.getComputedSlideSize();
    // Until the script is there, the tag is a word in a line, which stands at the foot of its poster.
    lab.style.display = 'flex';
    const slide = lab.closest('section');
    let top = 0;
    for (let node = lab; node && node !== slide; node = node.offsetParent) top += node.offsetTop;
    lab.style.height = `${Math.max(height - top - CONTROLS, 240)}px`;
  }

  globalThis.GradscapeReveal = () => ({
    id: 'gradscape',
    init(deck) {
      const config = deck.getConfig();
      if (config.view === 'print' || /print-pdf|view=print/.test(location.search)) return;
      const { keyboardCondition } = config;
      const hostWants = (event) => (typeof keyboardCondition === 'function' ? keyboardCondition(event) : true);
      deck.configure({ keyboardCondition: (event) => !isInLab(event) && hostWants(event) });
      const script = document.createElement('script');
      script.type = 'module';
      script.src = new URL(config.gradscape?.script ?? 'gradscape/gradscape.js', own).href;
      document.head.append(script);
      const turn = (current, previous) => {
        labs(previous).forEach((lab) => lab.pause?.());
        labs(current).forEach((lab) => {
          fit(deck, lab);
          if (lab.hasAttribute('autoplay')) lab.play?.();
        });
      };
      deck.on('ready', ({ currentSlide }) => turn(currentSlide));
      deck.on('slidechanged', ({ currentSlide, previousSlide }) => turn(currentSlide, previousSlide));
      deck.on('resize', () => labs(deck.getCurrentSlide()).forEach((lab) => fit(deck, lab)));
    },
  });
})();
