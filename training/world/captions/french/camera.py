"""What the camera does, in French, as editors and as others say it."""

CAMERAS = {
    "static": (
        "la caméra ne bouge pas", "la caméra est fixe", "la caméra reste immobile", "la caméra est sur pied",
        "c'est un plan fixe",
        "*la caméra reste fixe"),
    "pan left": (
        "la caméra tourne vers la gauche", "la caméra pivote vers la gauche", "la caméra panote vers la gauche",
        "la caméra fait un panoramique vers la gauche", "*la caméra glisse vers la gauche"),
    "pan right": (
        "la caméra tourne vers la droite", "la caméra pivote vers la droite", "la caméra panote vers la droite",
        "la caméra fait un panoramique vers la droite", "*la caméra glisse vers la droite"),
    "zoom in": (
        "la caméra zoome", "la caméra zoome lentement", "la caméra fait un zoom avant", "l'objectif zoome",
        "*lentement, l'objectif zoome"),
    "zoom out": (
        "la caméra dézoome", "la caméra fait un zoom arrière", "la caméra s'éloigne", "la caméra recule",
        "la caméra s'éloigne lentement",
        "*lentement, la caméra s'éloigne"),
    "tilt up": (
        "la caméra se lève", "la caméra regarde vers le haut", "la caméra pivote vers le haut", "la caméra se lève vers le ciel",
        "la caméra panote vers le haut", "*lentement, la caméra se lève"),
    "tilt down": (
        "la caméra se baisse", "la caméra regarde vers le bas", "la caméra pivote vers le bas", "la caméra se baisse vers le sol",
        "la caméra panote vers le bas", "*lentement, la caméra se baisse"),
    "dolly in": (
        "la caméra avance", "la caméra se rapproche", "la caméra fait un travelling avant", "la caméra avance lentement",
        "la caméra s'approche", "*lentement, la caméra se rapproche"),
    "orbit": (
        "la caméra tourne autour", "la caméra fait le tour", "la caméra fait un travelling circulaire", "la caméra décrit un arc",
        "*lentement, la caméra tourne autour"),
    "handheld": (
        "la caméra est à l'épaule", "la caméra est portée à la main", "la caméra tremble", "la caméra bouge un peu",
        "l'image tremble",
        "*la caméra portée tremble un peu"),
}

CAMERA_TAGS = {
    "static": ("caméra fixe", "plan fixe", "caméra sur pied", "caméra immobile"),
    "pan left": ("panoramique vers la gauche", "panoramique à gauche", "panoramique gauche", "pano gauche"),
    "pan right": ("panoramique vers la droite", "panoramique à droite", "panoramique droite", "pano droite"),
    "zoom in": ("zoom avant", "zoom avant lent", "zoom lent"),
    "zoom out": ("zoom arrière", "zoom arrière lent", "dézoom", "travelling arrière"),
    "tilt up": ("panoramique vers le haut", "panoramique vertical vers le haut", "tilt vers le haut", "pano vers le haut"),
    "tilt down": ("panoramique vers le bas", "panoramique vertical vers le bas", "tilt vers le bas", "pano vers le bas"),
    "dolly in": ("travelling avant", "travelling avant lent", "lent travelling avant"),
    "orbit": ("travelling circulaire", "plan en orbite", "caméra qui tourne autour", "arc de caméra"),
    "handheld": ("caméra à l'épaule", "caméra portée", "caméra à la main", "plan à l'épaule"),
}
