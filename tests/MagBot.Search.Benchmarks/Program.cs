using BenchmarkDotNet.Running;
using MagBot.Search.Benchmarks;

switch (args)
{
    case ["--quick", ..]:
        QuickMeasurement.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1000);
        return 0;
    case ["fuzz", ..]:
        return FuzzMeasurement.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
    case ["collections", var folder, .. var settings]:
        return CollectionMeasurement.Run(folder, settings);
    case ["tune", var folder]:
        new Tuning(folder).Run();
        return 0;
    case ["splits", var docs]:
        CollectionMeasurement.PrintSplits(docs);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(QuickMeasurement).Assembly).Run(args);
        return 0;
}
