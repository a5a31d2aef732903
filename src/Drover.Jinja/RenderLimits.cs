namespace Drover.Jinja;

/// <summary>How much one rendering may take before it is given up with a <see cref="TemplateException"/>. The defaults leave device templates room for a hundred times what they need.</summary>
public sealed record RenderLimits
{
    /// <summary>Characters of the result. 4,000,000 by default.</summary>
    public int MostOutput { get; init; } = 4_000_000;

    /// <summary>Turns of loops, items that filters look at, calls of blocks and includes, all together. 1,000,000 by default.</summary>
    public long MostSteps { get; init; } = 1_000_000;

    /// <summary>How deep <c>extends</c>, <c>include</c> and calls of blocks may stand in one another. 50 by default.</summary>
    public int DeepestCall { get; init; } = 50;

    /// <summary>Size of one value: characters of a text, items of a list with all that is in them. 1,000,000 by default.</summary>
    public int LargestValue { get; init; } = 1_000_000;

    /// <summary>Characters of one template. 1,000,000 by default.</summary>
    public int LargestTemplate { get; init; } = 1_000_000;

    /// <summary>Parsed templates that are kept for the next rendering. 2,000 by default.</summary>
    public int MostKept { get; init; } = 2_000;
}
