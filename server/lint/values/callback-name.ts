// Names that say that something is somebody else's function. Knows nothing but words.

export const callbackName = /(^|_)(on|cb|hook|hooks|callback|callbacks|listener|listeners|handler|handlers|receiver|receivers|observer|observers|subscriber|subscribers|notify_fn)(_|$)|^on[A-Z_]|[cC]allback|[lL]istener|[rR]eceivers$|[hH]andler$|[hH]ook$/;
