namespace Drover.Cli.Live;

internal enum KeyKind
{
    Text,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
    Enter,
    Escape,
    Backspace,
    Delete,
    Tab,
    BackTab,

    /// <summary>A letter with Ctrl.</summary>
    Control,
}

/// <summary>A key that was pressed; <see cref="Text"/> is what it writes, or <c>^</c> and the small letter that was pressed with Ctrl.</summary>
internal readonly record struct Key(KeyKind Kind, string Text = "")
{
    public static Key Control(char letter) => new(KeyKind.Control, $"^{letter}");
}
