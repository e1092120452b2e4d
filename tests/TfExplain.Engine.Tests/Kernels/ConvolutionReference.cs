using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Tests.Kernels;

/// <summary>The definition of convolution as loops in double precision, with the sum of magnitudes beside each sum.</summary>
internal static class ConvolutionReference
{
    public delegate void Term(long x, long y, long kernel);

    /// <summary>Calls <paramref name="term"/> for every product x[x] * kernel[kernel] that adds to y[y].</summary>
    public static void Visit(in ConvolutionGeometry g, Term term)
    {
        int inC = g.InC / g.Groups, outC = g.OutC / g.Groups;
        for (var n = 0; n < g.Batch; n++)
        for (var od = 0; od < g.OutD; od++)
        for (var oh = 0; oh < g.OutH; oh++)
        for (var ow = 0; ow < g.OutW; ow++)
        for (var kd = 0; kd < g.KD; kd++)
        for (var kh = 0; kh < g.KH; kh++)
        for (var kw = 0; kw < g.KW; kw++)
        {
            var id = od * g.SD - g.PD + kd * g.DD;
            var ih = oh * g.SH - g.PH + kh * g.DH;
            var iw = ow * g.SW - g.PW + kw * g.DW;
            if (id < 0 || id >= g.InD || ih < 0 || ih >= g.InH || iw < 0 || iw >= g.InW)
                continue;
            var x = (((long)(n * g.InD + id) * g.InH + ih) * g.InW + iw) * g.InC;
            var y = (((long)(n * g.OutD + od) * g.OutH + oh) * g.OutW + ow) * g.OutC;
            var k = (long)((kd * g.KH + kh) * g.KW + kw) * inC * g.OutC;
            for (var o = 0; o < g.OutC; o++)
            for (var c = 0; c < inC; c++)
                term(x + o / outC * inC + c, y + o, k + (long)c * g.OutC + o);
        }
    }

    public static (double[] Value, double[] Magnitude) Forward(in ConvolutionGeometry g, float[] x, float[] kernel)
    {
        var sum = (Value: new double[g.Batch * g.OutputSize], Magnitude: new double[g.Batch * g.OutputSize]);
        Visit(g, (i, o, k) =>
        {
            var product = (double)x[i] * kernel[k];
            sum.Value[o] += product;
            sum.Magnitude[o] += Math.Abs(product);
        });
        return sum;
    }

    public static (double[] Value, double[] Magnitude) Transpose(in ConvolutionGeometry g, float[] dy, float[] kernel)
    {
        var sum = (Value: new double[g.Batch * g.InputSize], Magnitude: new double[g.Batch * g.InputSize]);
        Visit(g, (i, o, k) =>
        {
            var product = (double)dy[o] * kernel[k];
            sum.Value[i] += product;
            sum.Magnitude[i] += Math.Abs(product);
        });
        return sum;
    }

    public static (double[] Value, double[] Magnitude) KernelGradient(in ConvolutionGeometry g, float[] x, float[] dy)
    {
        var length = KernelLength(g);
        var sum = (Value: new double[length], Magnitude: new double[length]);
        Visit(g, (i, o, k) =>
        {
            var product = (double)x[i] * dy[o];
            sum.Value[k] += product;
            sum.Magnitude[k] += Math.Abs(product);
        });
        return sum;
    }

    public static long KernelLength(in ConvolutionGeometry g) => (long)g.Taps * (g.InC / g.Groups) * g.OutC;
}
