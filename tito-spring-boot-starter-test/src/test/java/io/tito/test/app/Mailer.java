package io.tito.test.app;

import org.springframework.stereotype.Service;

/**
 * A component that has nothing to do with data.
 */
@Service
public class Mailer {

}
