Console.WriteLine("sora2");
