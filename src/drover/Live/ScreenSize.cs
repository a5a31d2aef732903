namespace Drover.Cli.Live;

/// <summary>How many columns and rows of cells a terminal has.</summary>
internal readonly record struct ScreenSize(int Columns, int Rows);
