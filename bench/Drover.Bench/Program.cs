using Drover.Bench;

var options = BenchOptions.Parse(args, out var problem);
if (options is null)
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(BenchOptions.Usage(PartList.All));
    return 2;
}
if (options.List)
{
    Console.WriteLine(BenchOptions.Usage(PartList.All));
    return 0;
}
using var run = new BenchRun(options);
return await run.RunAsync(PartList.All);
