package dev.rigger.inventory;

/** The database did not answer, or not as it should; the same call may succeed later. */
public final class InventoryUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InventoryUnavailable(String what, Throwable cause) {
        super(
                what + ": " + cause.getMessage()
                        + ". INVENTORY_UNAVAILABLE. Tried again by itself; check PostgreSQL if it lasts.",
                cause);
    }
}
