using System.Globalization;

namespace Drover.LavaLoad;

/// <summary>What the command line asked for.</summary>
internal sealed class LoadOptions
{
    public const string Usage = """
        Drover.LavaLoad MODE [options]: plays workers of LAVA's protocol 3 against any master.

          ping     each worker keeps --window PINGs outstanding until --seconds are over
          end      the same with END, each with a description of some --bytes packed bytes; job ids from --first-id
          logs     sends --count log lines of the job --first-id to --logs
          idle     connects --workers, says HELLO, and stays for --seconds
          serve    is a master itself: Drover's doors alone, on --master and --logs, until standard input ends; END is answered, lines are counted
          serve-bare  a bare libzmq ROUTER on --master in their place
          compare  PING against Drover's door alone and against a bare libzmq ROUTER in this process, in turn, --rounds times

          --master URL    tcp://127.0.0.1:5556      --logs URL     tcp://127.0.0.1:5555
          --workers N     50                        --window N     16
          --seconds S     5                         --count N      1000000
          --first-id N    900000000                 --bytes N      15000
          --rounds N      3                         --name TEXT    load-, before the number of a worker
          --server-key F  the master's .key         --client-key F the workers' .key_secret
        """;

    public string Mode { get; private set; } = "";

    public string Master { get; private set; } = "tcp://127.0.0.1:5556";

    public string Logs { get; private set; } = "tcp://127.0.0.1:5555";

    public string Name { get; private set; } = "load-";

    public int Workers { get; private set; } = 50;

    public int Window { get; private set; } = 16;

    public TimeSpan Duration { get; private set; } = TimeSpan.FromSeconds(5);

    public int Count { get; private set; } = 1_000_000;

    public long FirstId { get; private set; } = 900_000_000;

    public int Bytes { get; private set; } = 15_000;

    public int Rounds { get; private set; } = 3;

    public string? ServerKey { get; private set; }

    public string? ClientKey { get; private set; }

    /// <summary>Plain workers of one master, for who measures from within another program.</summary>
    public static LoadOptions Of(string master, string logs, int workers, TimeSpan duration) => new() { Master = master, Logs = logs, Workers = workers, Duration = duration };

    public static LoadOptions? Parse(string[] args)
    {
        if (args.Length % 2 == 0)
            return null;
        var options = new LoadOptions { Mode = args[0] };
        for (var i = 1; i < args.Length; i += 2)
            if (!options.Take(args[i], args[i + 1]))
                return null;
        return (options.ServerKey is null) == (options.ClientKey is null) ? options : null;
    }

    private bool Take(string name, string value)
    {
        switch (name)
        {
            case "--master":
                Master = value;
                return true;
            case "--logs":
                Logs = value;
                return true;
            case "--name":
                Name = value;
                return true;
            case "--server-key":
                ServerKey = value;
                return true;
            case "--client-key":
                ClientKey = value;
                return true;
            case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                Duration = TimeSpan.FromSeconds(seconds);
                return true;
            default:
                return int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number > 0 && Take(name, number);
        }
    }

    private bool Take(string name, int number)
    {
        switch (name)
        {
            case "--workers":
                Workers = number;
                return true;
            case "--window":
                Window = number;
                return true;
            case "--count":
                Count = number;
                return true;
            case "--first-id":
                FirstId = number;
                return true;
            case "--bytes":
                Bytes = number;
                return true;
            case "--rounds":
                Rounds = number;
                return true;
            default:
                return false;
        }
    }
}
