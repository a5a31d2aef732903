using System.Diagnostics;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Screens;

/// <summary>A real terminal: a shell in a window of tmux, of which the screen is read. tmux itself says when something was written there.</summary>
internal sealed class Tmux : IDisposable
{
    private readonly string _socket;
    private readonly Process _notices;

    internal Tmux(Sandbox sandbox, int columns, int rows)
    {
        _socket = sandbox.At($"tmux-{columns}x{rows}-{Guid.NewGuid():N}"[..16]);
        var shell = $"env PS1='$ ' TERM=screen DROVER_SOCKET={sandbox.HttpSocket} PATH={Path.GetDirectoryName(Programs.Client)}:/usr/bin:/bin bash --norc --noprofile";
        Run("-f", "/dev/null", "new-session", "-d", "-x", $"{columns}", "-y", $"{rows}", shell, ";", "set-option", "-g", "window-size", "manual", ";", "set-option", "-g", "status", "off");
        Resize(columns, rows);
        // Control mode: a line for each piece of output of the window.
        _notices = Command.Begin("tmux", ["-S", _socket, "-C", "attach-session"]);
        WaitFor("$");
    }

    /// <summary>The lines of the screen, without blanks at their ends and without the empty ones at its end.</summary>
    internal string Screen => string.Join('\n', Run("capture-pane", "-p").Output.Split('\n').Select(line => line.TrimEnd(' '))).TrimEnd('\n');

    /// <summary>What tmux says of the window, such as <c>alternate_on</c>.</summary>
    internal string Tell(string variable) => Run("display-message", "-p", $"#{{{variable}}}").Output.Trim();

    internal void Resize(int columns, int rows) => Run("resize-window", "-x", $"{columns}", "-y", $"{rows}");

    internal void Type(string text) => Run("send-keys", "-l", "--", text);

    /// <summary>Keys by their names in tmux: <c>Enter</c>, <c>C-c</c>, <c>Down</c>.</summary>
    internal void Press(params string[] keys) => Run(["send-keys", .. keys]);

    /// <summary>Runs a command on an empty screen.</summary>
    internal void Enter(string line)
    {
        Type($"clear; {line}");
        Press("Enter");
    }

    /// <summary>Waits until the screen has this text, and gives the screen.</summary>
    internal string WaitFor(string text) => WaitFor(screen => screen.Contains(text, StringComparison.Ordinal), text);

    internal string WaitFor(Func<string, bool> isShown, string what)
    {
        var start = Stopwatch.StartNew();
        while (true)
        {
            var screen = Screen;
            if (isShown(screen))
                return screen;
            var notice = _notices.StandardOutput.ReadLineAsync();
            if (start.Elapsed > Command.Longest || !notice.Wait(Command.Longest - start.Elapsed))
                throw new TimeoutException($"The screen never showed '{what}':\n{screen}");
        }
    }

    /// <summary>The program that the shell runs at this moment.</summary>
    internal int Foreground
    {
        get
        {
            var shell = Tell("pane_pid");
            return int.Parse(File.ReadAllText($"/proc/{shell}/task/{shell}/children").Trim().Split(' ')[^1]);
        }
    }

    public void Dispose()
    {
        Command.Run("tmux", ["-S", _socket, "kill-server"]);
        _notices.StandardInput.Close();
        _notices.WaitForExit();
        _notices.Dispose();
    }

    private Finished Run(params string[] arguments) => Command.Run("tmux", ["-S", _socket, .. arguments], new Dictionary<string, string> { ["LC_ALL"] = "C.UTF-8" }).Expect(0);
}
