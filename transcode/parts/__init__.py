"""What every rich channel is made of: addresses, buttons, files, panels, forms, and the writer that fills them."""
