using System.Globalization;

namespace Drover.FleetLoad;

/// <summary>What the command line asked for.</summary>
internal sealed class LoadOptions
{
    public const string Usage = """
        Drover.FleetLoad MODE [options]: plays agents of nodes against a master.

          agents      has --agents nodes invited at --socket, joins as them at --master, connects and obeys until standard input ends
          bare        the same number of bare connections to a server of the mode serve-bare
          serve-bare  a gRPC server with mutual TLS that only keeps connections, on a free port of 127.0.0.1, until standard input ends

          --master ADDR:PORT  where agents connect
          --socket PATH       the daemon's HTTP socket
          --keys DIR          where serve-bare leaves its authority and bare finds it
          --agents N          1000
          --name TEXT         load, before the number of a node
          --group NAME        web, the group that each node has
        """;

    public string Mode { get; private set; } = "";

    public string Master { get; private set; } = "";

    public string Socket { get; private set; } = "";

    public string Keys { get; private set; } = "";

    public string Name { get; private set; } = "load";

    public string Group { get; private set; } = "web";

    public int Agents { get; private set; } = 1_000;

    public static LoadOptions? Parse(string[] args)
    {
        if (args.Length % 2 == 0)
            return null;
        var options = new LoadOptions { Mode = args[0] };
        for (var i = 1; i < args.Length; i += 2)
            if (!options.Take(args[i], args[i + 1]))
                return null;
        return options.Mode switch
        {
            "agents" => options.Master != "" && options.Socket != "",
            "bare" => options.Master != "" && options.Keys != "",
            "serve-bare" => options.Keys != "",
            _ => false,
        } ? options : null;
    }

    /// <summary>Name of a node.</summary>
    public string Node(int number) => string.Create(CultureInfo.InvariantCulture, $"{Name}{number:0000}");

    private bool Take(string name, string value)
    {
        switch (name)
        {
            case "--master":
                Master = value;
                return true;
            case "--socket":
                Socket = value;
                return true;
            case "--keys":
                Keys = value;
                return true;
            case "--name":
                Name = value;
                return true;
            case "--group":
                Group = value;
                return true;
            case "--agents" when int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number > 0:
                Agents = number;
                return true;
            default:
                return false;
        }
    }
}
