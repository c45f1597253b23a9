/** Starts the page: defines the frame, which loads the modules of a page when it is first shown. */

import './elements/app.js';
