using System.Globalization;

namespace GhaRunner.Bench.Measurements;

/// <summary>The same quantity, measured several times.</summary>
internal sealed class Sample(IEnumerable<double> values)
{
    private readonly double[] sorted = [.. values.Order()];

    public double Minimum => sorted[0];

    public double Maximum => sorted[^1];

    public double Median => sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    /// <summary>The median with its range where the values differ; <paramref name="format"/> is a numeric format.</summary>
    public string Describe(string format)
    {
        var (median, minimum, maximum) = (Text(Median), Text(Minimum), Text(Maximum));
        return minimum == maximum ? median : $"{median} ({minimum}–{maximum})";

        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }
}
