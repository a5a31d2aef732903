using System.Globalization;

namespace Drover.Storage.Faults;

/// <summary>Ends the process with SIGKILL when a step is reached for the nth time: what kill -9 or a crash does, at a place of choice.</summary>
public sealed class KillFault : IStoreFaults
{
    /// <summary>Environment variable that the daemon reads, such as <c>before-commit:3</c>.</summary>
    public const string Variable = "DROVER_FAULT";

    private readonly StoreStep _step;
    private int _left;

    private KillFault(StoreStep step, int count) => (_step, _left) = (step, count);

    /// <summary>The fault that the environment asks for, or null.</summary>
    /// <exception cref="DroverException">The variable is set to something else.</exception>
    public static KillFault? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? Parse(text) : null;

    /// <summary>Reads <c>step:count</c>; the count is 1 when left out.</summary>
    /// <exception cref="DroverException">BAD_FAULT: no such step, or no positive count.</exception>
    public static KillFault Parse(string text)
    {
        var parts = text.Split(':');
        var count = 1;
        var known = Enum.TryParse<StoreStep>(parts[0].Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var step)
            && Enum.IsDefined(step) && !char.IsDigit(parts[0].FirstOrDefault('0'));
        if (!known || parts.Length > 2
            || (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out count) || count < 1)))
        {
            throw new DroverException("BAD_FAULT",
                $"{Variable} is \"{text}\", which is no fault point. Write STEP:COUNT with a STEP of before-begin, after-journal, after-rows, before-commit, after-commit, after-head and a COUNT from 1, or unset it.");
        }
        return new KillFault(step, count);
    }

    /// <inheritdoc/>
    public void At(StoreStep step)
    {
        if (step == _step && --_left == 0)
            SystemCalls.KillSelf();
    }
}
