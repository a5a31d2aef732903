namespace Drover.Services.Settings;

/// <summary>A signal that may ask a process to end. The values are the numbers of signal(7).</summary>
public enum StopSignal
{
    Hup = 1,
    Int = 2,
    Quit = 3,
    Kill = 9,
    Usr1 = 10,
    Usr2 = 12,
    Term = 15,
    Winch = 28,
}
