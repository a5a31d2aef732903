namespace Drover.Bench;

/// <summary>One measurement that can be picked by name.</summary>
internal abstract class Part
{
    /// <summary>Name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it measures, in one line.</summary>
    public abstract string About { get; }

    /// <summary>Measures, and adds its figures to the report.</summary>
    public abstract Task RunAsync(BenchRun run);
}
