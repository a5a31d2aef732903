namespace Drover.Lab.Logs;

/// <summary>The level of a log line: <c>lvl</c>.</summary>
public enum LineLevel
{
    /// <summary>The line is not in the form that LAVA writes: a YAML parser has to say what it is.</summary>
    NeedsParse,

    /// <summary>A word that LAVA does not know.</summary>
    Other,

    /// <summary>A message of lava-run.</summary>
    Debug,

    /// <summary>A message of lava-run.</summary>
    Info,

    /// <summary>A message of lava-run.</summary>
    Warning,

    /// <summary>A message of lava-run.</summary>
    Error,

    /// <summary>A traceback of lava-run.</summary>
    Exception,

    /// <summary>Console output of the device.</summary>
    Target,

    /// <summary>What was sent to the device.</summary>
    Input,

    /// <summary>Console output of another namespace.</summary>
    Feedback,

    /// <summary>A test case, or the end of the job: <c>msg</c> is a mapping.</summary>
    Results,

    /// <summary>An event that a test shell has raised.</summary>
    Event,

    /// <summary>Says which case the line stored last belongs to; not stored itself.</summary>
    Marker,
}
