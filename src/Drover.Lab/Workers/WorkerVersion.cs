using System.Globalization;
using System.Text.RegularExpressions;

namespace Drover.Lab.Workers;

/// <summary>What the version of a worker says of what it can.</summary>
internal static partial class WorkerVersion
{
    /// <summary>Whether a worker is of a release after 2018.5: null when it has not said what it is. What is no release of LAVA is new.</summary>
    public static bool? IsLaterThan2018(string? version)
    {
        if (version is null)
            return null;
        if (Release().Match(version) is not { Success: true } release)
            return true;
        var year = int.Parse(release.Groups["year"].Value, CultureInfo.InvariantCulture);
        return year > 2018 || (year == 2018 && int.Parse(release.Groups["month"].Value, CultureInfo.InvariantCulture) > 5);
    }

    [GeneratedRegex(@"^(?<year>20\d\d)\.(?<month>\d{1,2})(?!\d)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Release();
}
