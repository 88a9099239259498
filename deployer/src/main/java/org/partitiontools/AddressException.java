package org.partitiontools;

/** No database can be found under the address that was given. The message says what is wrong with it. */
public class AddressException extends ConfigurationException {

    private static final long serialVersionUID = 1L;

    public AddressException(String message) {
        super(message);
    }
}
