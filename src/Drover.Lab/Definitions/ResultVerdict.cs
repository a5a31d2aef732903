namespace Drover.Lab.Definitions;

/// <summary>How a test case ended, with LAVA's numbers.</summary>
public enum ResultVerdict
{
    /// <summary>It passed.</summary>
    Pass,

    /// <summary>It failed.</summary>
    Fail,

    /// <summary>It was not run.</summary>
    Skip,

    /// <summary>The test could not say.</summary>
    Unknown,
}
