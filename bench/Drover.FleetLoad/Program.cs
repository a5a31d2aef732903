using System.Globalization;
using Drover;
using Drover.FleetLoad;
using Grpc.Core;

if (LoadOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(LoadOptions.Usage);
    return 2;
}
try
{
    switch (options.Mode)
    {
        case "agents":
            await using (var fleet = await PlayedFleet.ConnectAsync(options))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Agents} agents are connected"));
                await Console.In.ReadToEndAsync();
                Console.WriteLine(fleet.Account);
            }
            return 0;
        case "bare":
            await using (await BareClients.ConnectAsync(options))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Agents} clients are connected"));
                await Console.In.ReadToEndAsync();
            }
            return 0;
        default:
            await BareServer.RunAsync(options.Keys);
            return 0;
    }
}
catch (Exception problem) when (problem is DroverException or InvalidOperationException or RpcException or HttpRequestException)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
