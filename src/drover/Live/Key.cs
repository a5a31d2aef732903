namespace Drover.Cli.Live;

internal enum KeyKind
{
    Text,
    Up,
    Down,
    PageUp,
    PageDown,
    Home,
    End,
    Enter,
    Escape,
    Backspace,
}

/// <summary>A key that was pressed; <see cref="Text"/> is what it writes.</summary>
internal readonly record struct Key(KeyKind Kind, string Text = "");
