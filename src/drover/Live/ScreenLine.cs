namespace Drover.Cli.Live;

/// <summary>How a line stands out where there are colours. Nothing is told by a look alone.</summary>
internal enum Look
{
    Plain,
    Title,
    Selected,
    Bad,
}

/// <summary>One line of a screen: printable text without control characters.</summary>
internal readonly record struct ScreenLine(string Text, Look Look = Look.Plain)
{
    /// <summary>The sequence that begins the look (ECMA-48, SGR); empty for none.</summary>
    public string Begin => Look switch
    {
        Look.Title => "\x1b[1m",
        Look.Selected => "\x1b[7m",
        Look.Bad => "\x1b[31m",
        _ => "",
    };

    public string End => Look == Look.Plain ? "" : "\x1b[0m";
}
