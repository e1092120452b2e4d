namespace TfExplain.Imaging.ColorMaps;

public sealed partial class ColorMap
{
    /// <summary><c>viridis</c>: dark violet to yellow, perceptually uniform.</summary>
    public static ColorMap Viridis { get; } = new("viridis", MatplotlibTables.Viridis);

    /// <summary><c>jet</c>: blue, cyan, yellow, red.</summary>
    public static ColorMap Jet { get; } = new("jet", MatplotlibTables.Jet);

    /// <summary><c>inferno</c>: black, purple, orange, pale yellow.</summary>
    public static ColorMap Inferno { get; } = new("inferno", MatplotlibTables.Inferno);

    /// <summary><c>magma</c>: black, purple, pink, cream.</summary>
    public static ColorMap Magma { get; } = new("magma", MatplotlibTables.Magma);

    /// <summary><c>plasma</c>: blue, pink, yellow.</summary>
    public static ColorMap Plasma { get; } = new("plasma", MatplotlibTables.Plasma);

    /// <summary><c>turbo</c>: a smoother jet.</summary>
    public static ColorMap Turbo { get; } = new("turbo", MatplotlibTables.Turbo);

    /// <summary><c>hot</c>: black, red, yellow, white.</summary>
    public static ColorMap Hot { get; } = new("hot", MatplotlibTables.Hot);

    /// <summary><c>gray</c>: black to white.</summary>
    public static ColorMap Gray { get; } = new("gray", MatplotlibTables.Gray);

    /// <summary><c>RdBu</c>: red, white, blue.</summary>
    public static ColorMap RdBu { get; } = new("RdBu", MatplotlibTables.RdBu, isDiverging: true);

    /// <summary><c>RdBu_r</c>: blue, white, red.</summary>
    public static ColorMap RdBuReversed { get; } = new("RdBu_r", MatplotlibTables.RdBuReversed, isDiverging: true);

    /// <summary><c>coolwarm</c>: soft blue, grey, soft red.</summary>
    public static ColorMap Coolwarm { get; } = new("coolwarm", MatplotlibTables.Coolwarm, isDiverging: true);

    /// <summary><c>seismic</c>: dark blue, white, dark red.</summary>
    public static ColorMap Seismic { get; } = new("seismic", MatplotlibTables.Seismic, isDiverging: true);

    /// <summary><c>bwr</c>: blue, white, red.</summary>
    public static ColorMap Bwr { get; } = new("bwr", MatplotlibTables.Bwr, isDiverging: true);

    /// <summary><c>cividis</c>: blue to yellow, for colour-blind readers too.</summary>
    public static ColorMap Cividis { get; } = new("cividis", MatplotlibTables.Cividis);

    /// <summary><c>Greys</c>: white to black.</summary>
    public static ColorMap Greys { get; } = new("Greys", MatplotlibTables.Greys);

    /// <summary><c>Reds</c>: white to dark red.</summary>
    public static ColorMap Reds { get; } = new("Reds", MatplotlibTables.Reds);

    /// <summary><c>twilight</c>: cyclic.</summary>
    public static ColorMap Twilight { get; } = new("twilight", MatplotlibTables.Twilight);

    /// <summary><c>hsv</c>: cyclic, all hues.</summary>
    public static ColorMap Hsv { get; } = new("hsv", MatplotlibTables.Hsv);

    /// <summary><c>bone</c>: black to white, bluish.</summary>
    public static ColorMap Bone { get; } = new("bone", MatplotlibTables.Bone);

    /// <summary><c>PiYG</c>: pink, white, green.</summary>
    public static ColorMap PiYG { get; } = new("PiYG", MatplotlibTables.PiYG, isDiverging: true);

    /// <summary>All maps, matplotlib's first.</summary>
    public static IReadOnlyList<ColorMap> All { get; } =
    [
        Viridis, Jet, Inferno, Magma, Plasma, Turbo, Hot, Gray, RdBu, RdBuReversed, Coolwarm, Seismic, Bwr, Cividis, Greys, Reds,
        Twilight, Hsv, Bone, PiYG,
        OpenCv.Viridis, OpenCv.Jet, OpenCv.Turbo, OpenCv.Hot, OpenCv.Inferno, OpenCv.Magma, OpenCv.Plasma, OpenCv.Cividis,
        OpenCv.Bone, OpenCv.Hsv, OpenCv.Rainbow, OpenCv.Twilight, OpenCv.Cool, OpenCv.Parula,
    ];

    /// <summary>OpenCV's maps: they differ from matplotlib's by rounding and, for hot and jet, in shape.</summary>
    public static class OpenCv
    {
        /// <summary><c>opencv.viridis</c>: dark violet to yellow, perceptually uniform.</summary>
        public static ColorMap Viridis { get; } = new("opencv.viridis", OpenCvTables.Viridis);

        /// <summary><c>opencv.jet</c>: blue, cyan, yellow, red.</summary>
        public static ColorMap Jet { get; } = new("opencv.jet", OpenCvTables.Jet);

        /// <summary><c>opencv.turbo</c>: a smoother jet.</summary>
        public static ColorMap Turbo { get; } = new("opencv.turbo", OpenCvTables.Turbo);

        /// <summary><c>opencv.hot</c>: black, red, yellow, white.</summary>
        public static ColorMap Hot { get; } = new("opencv.hot", OpenCvTables.Hot);

        /// <summary><c>opencv.inferno</c>: black, purple, orange, pale yellow.</summary>
        public static ColorMap Inferno { get; } = new("opencv.inferno", OpenCvTables.Inferno);

        /// <summary><c>opencv.magma</c>: black, purple, pink, cream.</summary>
        public static ColorMap Magma { get; } = new("opencv.magma", OpenCvTables.Magma);

        /// <summary><c>opencv.plasma</c>: blue, pink, yellow.</summary>
        public static ColorMap Plasma { get; } = new("opencv.plasma", OpenCvTables.Plasma);

        /// <summary><c>opencv.cividis</c>: blue to yellow, for colour-blind readers too.</summary>
        public static ColorMap Cividis { get; } = new("opencv.cividis", OpenCvTables.Cividis);

        /// <summary><c>opencv.bone</c>: black to white, bluish.</summary>
        public static ColorMap Bone { get; } = new("opencv.bone", OpenCvTables.Bone);

        /// <summary><c>opencv.hsv</c>: cyclic, all hues.</summary>
        public static ColorMap Hsv { get; } = new("opencv.hsv", OpenCvTables.Hsv);

        /// <summary><c>opencv.rainbow</c>: red to violet.</summary>
        public static ColorMap Rainbow { get; } = new("opencv.rainbow", OpenCvTables.Rainbow);

        /// <summary><c>opencv.twilight</c>: cyclic.</summary>
        public static ColorMap Twilight { get; } = new("opencv.twilight", OpenCvTables.Twilight);

        /// <summary><c>opencv.cool</c>: cyan to magenta.</summary>
        public static ColorMap Cool { get; } = new("opencv.cool", OpenCvTables.Cool);

        /// <summary><c>opencv.parula</c>: blue to yellow.</summary>
        public static ColorMap Parula { get; } = new("opencv.parula", OpenCvTables.Parula);
    }
}
